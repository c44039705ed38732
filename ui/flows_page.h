// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "flow_model.h"
#include "ladder_pane.h"
#include "page.h"
#include "table_view.h"
#include "text_view.h"

class QAction;
class QComboBox;
class QLabel;
class QLineEdit;

namespace finrst {

/// The resets, and the selected one as a ladder with its evidence.
class FlowsPage : public Page {
    Q_OBJECT

  public:
    explicit FlowsPage(ReportFeed& feed, QWidget* parent = nullptr);

    void refresh() override;
    std::optional<std::size_t> count(const Report& report) const override {
        return report.flows.size();
    }
    QString chapter() const override { return QStringLiteral("docs/manual.html#3-read-a-verdict"); }
    TableView* table() override { return view_; }
    /// Shows the resets of the incident of this number.
    void showIncident(std::uint32_t number);
    void focusFilter();
    /// Chooses the row that tells about that packet, if there is one.
    void followPacket(std::uint32_t frame);

  protected:
    void changeEvent(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

  private:
    /// One of the frames that a reset tells about.
    struct Target {
        const char* title;
        std::uint32_t Reset::*frame;
        int key;
    };
    static const std::vector<Target>& targets();

    QWidget* makeControls();
    QWidget* makeDetails();
    void addShortcuts();
    void showCurrent();
    void clearDetails();
    void showCount();
    void setScope(int index);
    void setGroups(int index);
    void chooseScope();
    void fillMenu(QMenu& menu);
    void goTo(std::uint32_t Reset::*frame);
    QString selectedFilter() const;

    FlowModel* model_;
    TableView* view_;
    QComboBox* scope_;
    QComboBox* groups_;
    QLineEdit* filter_;
    QLabel* count_;
    bool is_scope_chosen_ = false;  ///< by the user
    LadderPane* ladder_;
    TextView* evidence_;
};

}  // namespace finrst
