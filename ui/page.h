// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "report_feed.h"
#include "stream_tool.h"

#include <QWidget>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

class QMenu;

namespace finrst {

class Plot;
class TableView;

/// A tab of the dialog. Its focus proxy is where the keyboard begins.
class Page : public QWidget {
    Q_OBJECT

  public:
    explicit Page(ReportFeed& feed, QWidget* parent = nullptr) : QWidget(parent), feed_(feed) {}

    /// Takes over the feed's report; called only while the page is shown.
    virtual void refresh() = 0;
    /// How many there are of what the page is about; beside its title. None: it is not to be told.
    virtual std::optional<std::size_t> count(const Report&) const { return std::nullopt; }
    /// Whether there is anything to show.
    virtual bool isWanted(const Report&) const { return true; }
    /// What the manual says of it, see `openManual`.
    virtual QString chapter() const { return QStringLiteral("docs/using.html#in-the-window"); }
    /// What can be copied and saved here.
    virtual TableView* table() { return nullptr; }
    virtual std::vector<Plot*> plots() { return {}; }

  signals:
    void frameWanted(std::uint32_t frame);
    void filterWanted(const QString& filter, bool apply);
    /// For the stream of that frame.
    void toolWanted(finrst::StreamTool tool, std::uint32_t frame);

  protected:
    ReportFeed& feed() { return feed_; }
    /// "Apply as Filter" and "Prepare as Filter", each with these entries.
    struct FilterEntry {
        QString title;
        QString filter;  ///< empty: not to be chosen
    };
    void addFilterMenus(QMenu& menu, const std::vector<FilterEntry>& entries);
    /// What Wireshark itself does for the stream of that frame.
    void addTools(QMenu& menu, std::uint32_t frame);

  private:
    ReportFeed& feed_;
};

}  // namespace finrst
