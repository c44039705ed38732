// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "page.h"
#include "table_text.h"

#include <QDialog>
#include <QPointer>

#include <vector>

class QCheckBox;
class QDialogButtonBox;
class QLabel;
class QMenu;
class QProgressBar;
class QPushButton;
class QStackedWidget;
class QTabWidget;

namespace finrst {

class FlowsPage;
class OverviewPage;
class SaveCaptureDialog;

/// The FIN-RST statistics: modeless, follows the capture by itself.
class Dialog : public QDialog {
    Q_OBJECT

  public:
    explicit Dialog(AnalysisSource& source, QWidget* parent = nullptr);
    ~Dialog() override;

    ReportFeed& feed() { return *feed_; }

  signals:
    /// The packets must be handed to the taps again: the source has a new limit, or gathers frames.
    void retapWanted();
    /// Wireshark's filter line should show `filter`, not yet applied.
    void prepareWanted(const QString& filter);
    /// Wireshark itself should do that for the stream of the selected packet.
    void toolWanted(finrst::StreamTool tool);

  private:
    QWidget* makeMessage();
    QWidget* makeStatus();
    QWidget* makeButtons();
    void addPages();
    Page* currentPage() const;
    void refresh();
    void refreshCurrent();
    void showState();
    void showTitles();
    void keepSettings() const;
    bool restoreSettings();
    void followProfile();
    QString statusText() const;
    void followStyle();
    void limitAtFirst();
    void followPacket();
    void openTool(StreamTool tool, std::uint32_t frame);
    void help();
    void showKeys();
    QString message() const;
    void fillSaveMenu();
    void saveTable(const TableFormatName& name);
    void saveJson();
    void saveCapture();
    void limit(bool limited);
    void goToFrame(std::uint32_t frame);
    void setFilter(const QString& filter, bool apply);

    AnalysisSource& source_;
    ReportFeed* feed_;
    QStackedWidget* stack_;
    QTabWidget* tabs_;
    QLabel* message_;
    QLabel* status_;
    QProgressBar* progress_;
    QCheckBox* limit_;
    QMenu* save_menu_;
    QPushButton* save_capture_;
    QPointer<SaveCaptureDialog> save_capture_dialog_;
    OverviewPage* overview_;
    FlowsPage* flows_;
    std::vector<Page*> pages_;
    QStringList titles_;  ///< of the pages
    std::vector<bool> outdated_;
    /// Whose tables hold other things, or show them otherwise, than their columns were fitted to.
    std::vector<bool> unfitted_;
    std::uint64_t generation_ = 0;  ///< of the capture that they were fitted to
    QString limit_filter_;
    bool may_limit_ = true;  ///< by itself: not once it had the choice
    TimeDisplay time_display_ = TimeDisplay::kTimeOfDay;
    bool resolves_names_ = false;
    std::uint32_t selected_frame_ = 0;
};

}  // namespace finrst
