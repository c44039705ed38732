// SPDX-License-Identifier: GPL-2.0-or-later
#include "dialog.h"

#include "fin_wait_2_page.h"
#include "flows_page.h"
#include "hosts_page.h"
#include "kept_splitter.h"
#include "keys_window.h"
#include "manual.h"
#include "overview_page.h"
#include "plot.h"
#include "save_capture_dialog.h"
#include "save_file.h"
#include "services_page.h"
#include "settings.h"
#include "table_view.h"
#include "text.h"
#include "warning.h"

#include "report/json.h"

#include <QAction>
#include <QCheckBox>
#include <QDialogButtonBox>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QProgressBar>
#include <QPushButton>
#include <QScreen>
#include <QSettings>
#include <QStackedWidget>
#include <QTabBar>
#include <QTabWidget>
#include <QVBoxLayout>

#include <algorithm>
#include <memory>
#include <string_view>
#include <utility>

namespace finrst {

namespace {

const QString kGeometry = QStringLiteral("geometry");
const QString kTab = QStringLiteral("tab");
constexpr QSize kWantedSize(1000, 720);
constexpr int kLettersOfFilter = 40;  // in the status, which is a line or two

/// The document of `tshark -z finrst,json`.
class ReportTextMaker : public TextMaker {
  public:
    /// Requires `feed.analysis()`.
    explicit ReportTextMaker(ReportFeed& feed)
        : source_(feed.source()),
          generation_(source_.generation()),
          report_(feed.report()),
          maker_(*feed.analysis(), *report_, [this](std::string_view piece) {
              made_.append(piece.data(), static_cast<int>(piece.size()));
          }) {}

    bool step(QByteArray& text) override {
        const bool is_more = maker_.step();
        text += std::exchange(made_, {});
        return is_more;
    }
    double done() const override { return maker_.done(); }
    bool isGone() const override { return generation_ != source_.generation(); }

  private:
    const AnalysisSource& source_;
    std::uint64_t generation_;
    std::shared_ptr<const Report> report_;
    QByteArray made_;
    JsonMaker maker_;
};

}  // namespace

Dialog::Dialog(AnalysisSource& source, QWidget* parent)
    : QDialog(parent, Qt::Window),
      source_(source),
      feed_(new ReportFeed(source, this)),
      stack_(new QStackedWidget),
      tabs_(new QTabWidget),
      message_(new QLabel),
      status_(new QLabel),
      progress_(new QProgressBar),
      limit_(new QCheckBox(tr("&Limit to display filter"))),
      save_menu_(new QMenu(this)) {
    setAttribute(Qt::WA_DeleteOnClose);
    setObjectName(QStringLiteral("FinrstDialog"));
    addPages();
    stack_->addWidget(makeMessage());
    stack_->addWidget(tabs_);
    auto* layout = new QVBoxLayout(this);
    layout->addWidget(stack_, 1);
    layout->addWidget(makeStatus());
    layout->addWidget(makeButtons());
    if (!restoreSettings()) {
        const QScreen* on = parent != nullptr ? parent->screen() : QGuiApplication::primaryScreen();
        resize(kWantedSize.boundedTo(on->availableSize() - QSize(16, 48)));
    }
    connect(feed_, &ReportFeed::reportChanged, this, &Dialog::refresh);
    connect(feed_, &ReportFeed::profileChanged, this, &Dialog::followProfile);
    connect(feed_, &ReportFeed::stateChanged, this, &Dialog::showState);
    // Not the tab bar, which is the first in the chain.
    connect(stack_, &QStackedWidget::currentChanged, this,
            [this] { currentPage()->setFocus(Qt::OtherFocusReason); });
    connect(tabs_, &QTabWidget::currentChanged, this, [this] {
        refreshCurrent();
        followPacket();
        // Unless the arrows go from tab to tab.
        if (!tabs_->tabBar()->hasFocus()) currentPage()->setFocus(Qt::ShortcutFocusReason);
    });
    refresh();
}

Dialog::~Dialog() {
    keepSettings();
}

/// Tables and splitters keep their own.
void Dialog::keepSettings() const {
    QSettings settings(settingsFile(), QSettings::IniFormat);
    settings.setValue(kGeometry, saveGeometry());
    settings.setValue(kTab, tabs_->currentIndex());
}

/// False where no size was kept.
bool Dialog::restoreSettings() {
    const QSettings settings(settingsFile(), QSettings::IniFormat);
    tabs_->setCurrentIndex(settings.value(kTab).toInt());
    return restoreGeometry(settings.value(kGeometry).toByteArray());
}

/// What the window is like is kept with the profile that was, and becomes as it was when the new
/// one was used last.
void Dialog::followProfile() {
    keepSettings();
    setSettingsFile(toQString(source_.settingsFile()));
    for (auto* table : findChildren<TableView*>()) table->restore();
    for (auto* splitter : findChildren<KeptSplitter*>()) splitter->restore();
    restoreSettings();
}

void Dialog::addPages() {
    overview_ = new OverviewPage(*feed_);
    flows_ = new FlowsPage(*feed_);
    const auto add = [this](Page* page, const QString& title) {
        pages_.push_back(page);
        titles_ << title;
        tabs_->addTab(page, title);
        connect(page, &Page::frameWanted, this, &Dialog::goToFrame);
        connect(page, &Page::filterWanted, this, &Dialog::setFilter);
        connect(page, &Page::toolWanted, this, &Dialog::openTool);
    };
    add(overview_, tr("&Overview"));
    add(flows_, tr("&Flows"));
    add(new HostsPage(*feed_), tr("&Hosts"));
    add(new ServicesPage(*feed_), tr("&Services"));
    add(new FinWait2Page(*feed_), tr("FIN-&WAIT-2 Times"));
    outdated_.assign(pages_.size(), true);
    unfitted_.assign(pages_.size(), true);
    tabs_->setDocumentMode(false);
    connect(overview_, &OverviewPage::incidentWanted, this, [this](std::uint32_t number) {
        tabs_->setCurrentWidget(flows_);
        flows_->showIncident(number);
    });
}

QWidget* Dialog::makeMessage() {
    message_->setAlignment(Qt::AlignCenter);
    message_->setWordWrap(true);
    message_->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    message_->setMargin(40);
    return message_;
}

QWidget* Dialog::makeStatus() {
    auto* row = new QWidget;
    auto* layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    status_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    status_->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    status_->setWordWrap(true);
    progress_->setTextVisible(false);
    progress_->setFixedWidth(140);
    progress_->setMaximumHeight(fontMetrics().height());
    progress_->setAccessibleName(tr("Progress of reading"));
    layout->addWidget(status_, 1);
    layout->addWidget(progress_);
    layout->addWidget(limit_);
    return row;
}

QWidget* Dialog::makeButtons() {
    auto* row = new QWidget;
    auto* layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close);
    // Without a letter: Alt+H is the page of hosts.
    QPushButton* help = buttons->addButton(tr("Help"), QDialogButtonBox::HelpRole);
    help->setToolTip(tr("What the manual says of this page; F1 lists the keys"));
    auto* show_keys = new QAction(this);
    show_keys->setShortcut(QKeySequence::HelpContents);
    addAction(show_keys);
    connect(show_keys, &QAction::triggered, this, &Dialog::showKeys);
    QPushButton* copy = buttons->addButton(tr("&Copy"), QDialogButtonBox::ActionRole);
    copy->setToolTip(tr("Copy the selected rows, or the plot"));
    QPushButton* save = buttons->addButton(tr("Save &as"), QDialogButtonBox::ActionRole);
    save_menu_->setObjectName(QStringLiteral("save_menu"));
    save->setMenu(save_menu_);
    save_capture_ =
        buttons->addButton(tr("Sa&ve Annotated Capture…"), QDialogButtonBox::ActionRole);
    save_capture_->setToolTip(
        tr("Save a copy of the capture with what is said here as packet comments, to hand on"));
    for (QAbstractButton* button : buttons->buttons()) {
        static_cast<QPushButton*>(button)->setAutoDefault(false);
    }
    limit_->setToolTip(
        tr("Cover only connections of which a packet passes Wireshark's display "
           "filter"));
    layout->addWidget(buttons);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::close);
    connect(buttons, &QDialogButtonBox::helpRequested, this, &Dialog::help);
    connect(save_menu_, &QMenu::aboutToShow, this, &Dialog::fillSaveMenu);
    connect(save_capture_, &QPushButton::clicked, this, &Dialog::saveCapture);
    connect(limit_, &QCheckBox::toggled, this, &Dialog::limit);
    connect(copy, &QPushButton::clicked, this, [this] {
        Page* page = currentPage();
        if (page->table() != nullptr) {
            page->table()->copy();
        } else if (!page->plots().empty()) {
            page->plots().back()->copyImage();
        }
    });
    return row;
}

/// Where the manual is not installed, the keys are, and where else to read.
void Dialog::help() {
    if (!openManual(currentPage()->chapter())) showKeys();
}

void Dialog::showKeys() {
    (new KeysWindow(this))->show();
}

Page* Dialog::currentPage() const {
    return pages_[static_cast<std::size_t>(tabs_->currentIndex())];
}

void Dialog::refresh() {
    std::fill(outdated_.begin(), outdated_.end(), true);
    if (const std::uint64_t now = source_.generation(); now != std::exchange(generation_, now)) {
        std::fill(unfitted_.begin(), unfitted_.end(), true);
    }
    showTitles();
    refreshCurrent();
    showState();
}

/// As Wireshark's Conversations do: the title, and how many.
void Dialog::showTitles() {
    const Report* report = feed_->report().get();
    for (std::size_t i = 0; i < pages_.size(); ++i) {
        const int tab = static_cast<int>(i);
        const auto count = report != nullptr ? pages_[i]->count(*report) : std::nullopt;
        const QString title =
            count ? QStringLiteral("%1 · %2").arg(titles_[tab], countText(*count)) : titles_[tab];
        tabs_->setTabText(tab, title);
        tabs_->setTabVisible(tab, report == nullptr || pages_[i]->isWanted(*report));
    }
}

/// The other pages wait until they are shown.
void Dialog::refreshCurrent() {
    const auto index = static_cast<std::size_t>(tabs_->currentIndex());
    if (!outdated_[index]) return;
    outdated_[index] = false;
    pages_[index]->refresh();
    TableView* table = pages_[index]->table();
    if (table == nullptr || !unfitted_[index]) return;
    table->fitIfNotKept();
    unfitted_[index] = table->model()->rowCount() == 0;
}

QString Dialog::message() const {
    if (const std::string reason = source_.switchedOff(); !reason.empty()) return toQString(reason);
    if (!feed_->state().open) {
        return tr("No capture is open. Open a file or start a capture: this window follows.");
    }
    return feed_->state().reading ? tr("Reading the capture …") : tr("Looking at the capture …");
}

void Dialog::showState() {
    const CaptureState& state = feed_->state();
    const Report* report = feed_->report().get();
    const QString name = toQString(state.name);
    setWindowTitle(name.isEmpty() ? tr("FIN-RST Statistics")
                                  : tr("FIN-RST Statistics · %1").arg(name));
    message_->setText(message());
    stack_->setCurrentIndex(report != nullptr ? 1 : 0);
    const QString filter = toQString(state.display_filter);
    limit_->setEnabled(state.open && !state.reading && (limit_->isChecked() || !filter.isEmpty()));
    if (limit_->isChecked() && !state.reading && filter != limit_filter_) limit(true);
    limitAtFirst();
    save_capture_->setEnabled(report != nullptr);
    status_->setText(statusText());
    status_->setToolTip(limit_filter_);
    progress_->setVisible(state.reading);
    progress_->setRange(0, state.progress < 0 ? 0 : 100);
    if (state.progress >= 0) progress_->setValue(static_cast<int>(state.progress * 100));
    followStyle();
    followPacket();
}

/// Of how many, where a display filter limits what is counted.
QString Dialog::statusText() const {
    const Report* report = feed_->report().get();
    const CaptureAnalysis* analysis = feed_->analysis();
    if (report == nullptr || analysis == nullptr) return {};
    QString connections = countText(report->connections);
    QString resets = countText(report->resets);
    if (!feed_->selection().empty()) {
        const auto all = std::count_if(analysis->resets().begin(), analysis->resets().end(),
                                       [](const Reset& reset) { return !reset.is_copy; });
        const QString of = tr("%1 of %2");
        connections = of.arg(connections, countText(analysis->connections().size()));
        resets = of.arg(resets, countText(static_cast<std::size_t>(all)));
    }
    QString status =
        tr("TCP segments: %1 · connections: %2 · resets: %3 · affected: %4")
            .arg(countText(report->segments), connections, resets, countText(report->affected));
    if (!limit_filter_.isEmpty()) {
        const int room = kLettersOfFilter * fontMetrics().averageCharWidth();
        status += tr(" · limited to “%1”")
                      .arg(fontMetrics().elidedText(limit_filter_, Qt::ElideMiddle, room));
    }
    return feed_->state().reading ? tr("Reading: %1").arg(status) : status;
}

/// As Wireshark's Conversations do: limited when it is opened while a filter is on.
void Dialog::limitAtFirst() {
    const CaptureState& state = feed_->state();
    if (!may_limit_ || !state.open || state.reading) return;
    may_limit_ = false;
    if (!state.display_filter.empty()) limit_->setChecked(true);
}

/// As soon as its flow can be seen.
void Dialog::followPacket() {
    const std::uint32_t frame = feed_->state().selected_frame;
    if (frame == selected_frame_ || currentPage() != flows_) return;
    selected_frame_ = frame;
    flows_->followPacket(frame);
}

/// Times and names are shown as in the packet list.
void Dialog::followStyle() {
    const CaptureState& state = feed_->state();
    if (state.time_display == time_display_ && state.resolves_names == resolves_names_) return;
    time_display_ = state.time_display;
    resolves_names_ = state.resolves_names;
    std::fill(outdated_.begin(), outdated_.end(), true);
    std::fill(unfitted_.begin(), unfitted_.end(), true);
    refreshCurrent();
}

void Dialog::fillSaveMenu() {
    save_menu_->clear();
    Page* page = currentPage();
    const bool has_table = page->table() != nullptr && feed_->report() != nullptr;
    for (const TableFormatName& name : tableFormats()) {
        save_menu_
            ->addAction(tr("Table as %1…").arg(QObject::tr(name.title)), this,
                        [this, &name] { saveTable(name); })
            ->setEnabled(has_table);
    }
    TableView::addExactFigures(*save_menu_);
    save_menu_->addSeparator();
    QAction* json = save_menu_->addAction(tr("Report as &JSON…"), this, &Dialog::saveJson);
    json->setEnabled(feed_->analysis() != nullptr);
    for (Plot* plot : page->plots()) {
        save_menu_->addSeparator();
        save_menu_->addAction(tr("“%1” as PNG…").arg(plot->name()), this,
                              [plot] { plot->saveAs(false); });
        save_menu_->addAction(tr("“%1” as PDF…").arg(plot->name()), this,
                              [plot] { plot->saveAs(true); });
    }
}

void Dialog::saveTable(const TableFormatName& name) {
    const QString title = QString(titles_[tabs_->currentIndex()]).remove(QLatin1Char('&'));
    const QString path =
        askForFile(this, title, QLatin1String(name.suffix), QObject::tr(name.kind));
    if (path.isEmpty()) return;
    makeText(this, tr("Save"), currentPage()->table()->wholeAs(name.format),
             fileWriter(this, path));
}

void Dialog::saveJson() {
    const QString path =
        askForFile(this, tr("FIN-RST report"), QStringLiteral("json"), tr("JSON document"));
    // The capture may have gone while the user chose a name.
    if (path.isEmpty() || feed_->analysis() == nullptr) return;
    makeText(this, tr("Save"), std::make_unique<ReportTextMaker>(*feed_), fileWriter(this, path));
}

void Dialog::saveCapture() {
    if (save_capture_dialog_.isNull()) {
        save_capture_dialog_ = new SaveCaptureDialog(*feed_, this);
        connect(save_capture_dialog_, &SaveCaptureDialog::retapWanted, this, &Dialog::retapWanted);
    }
    save_capture_dialog_->show();
    save_capture_dialog_->raise();
    save_capture_dialog_->activateWindow();
}

void Dialog::limit(bool limited) {
    limit_filter_ = limited ? toQString(feed_->state().display_filter) : QString();
    const std::string problem = source_.limitTo(limit_filter_.toStdString());
    if (!problem.empty()) {
        warn(this, tr("Display Filter"), toQString(problem));
        limit_->setChecked(false);
        return;
    }
    // Later: the first time, nobody listens yet.
    QMetaObject::invokeMethod(this, &Dialog::retapWanted, Qt::QueuedConnection);
    feed_->poll();
}

void Dialog::goToFrame(std::uint32_t frame) {
    source_.goToFrame(frame);
}

void Dialog::openTool(StreamTool tool, std::uint32_t frame) {
    source_.goToFrame(frame);
    emit toolWanted(tool);
}

void Dialog::setFilter(const QString& filter, bool apply) {
    if (apply) {
        source_.applyFilter(filter.toStdString());
    } else {
        emit prepareWanted(filter);
    }
}

}  // namespace finrst
