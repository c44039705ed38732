// SPDX-License-Identifier: GPL-2.0-or-later
#include "save_capture_dialog.h"

#include "report_feed.h"
#include "save_file.h"
#include "text.h"

#include <QDialogButtonBox>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QFormLayout>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QRadioButton>
#include <QVBoxLayout>

#include <vector>

namespace finrst {

namespace {

constexpr int kFull = 1000;  // of the progress bar

struct Choice {
    QString text;
    QString tool_tip;
};

/// A row of the form: choices, of which the first is the default; returns the others.
std::vector<QRadioButton*> addChoices(QFormLayout& form, const QString& title,
                                      const QString& standard, const std::vector<Choice>& others) {
    auto* box = new QWidget;
    auto* layout = new QVBoxLayout(box);
    layout->setContentsMargins(0, 0, 0, form.verticalSpacing());
    auto* first = new QRadioButton(standard);
    first->setChecked(true);
    layout->addWidget(first);
    std::vector<QRadioButton*> buttons;
    for (const Choice& choice : others) {
        auto* button = new QRadioButton(choice.text);
        button->setToolTip(choice.tool_tip);
        layout->addWidget(button);
        buttons.push_back(button);
    }
    box->setAccessibleName(title);
    form.addRow(title, box);
    return buttons;
}

QString outcomeText(const SaveResult& result, const QString& path) {
    if (!result.ok()) return toQString(result.status.message);
    QString text = SaveCaptureDialog::tr("Saved “%1”: %2 packets.")
                       .arg(QDir::toNativeSeparators(path), countText(result.frames_written));
    for (const std::string& warning : result.warnings) {
        text += QLatin1Char('\n') + toQString(warning);
    }
    return text;
}

/// For text with names of files in it, which are not to be taken for HTML.
QLabel* makePlainLabel(const QString& name) {
    auto* label = new QLabel;
    label->setObjectName(name);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    return label;
}

}  // namespace

SaveCaptureDialog::SaveCaptureDialog(ReportFeed& feed, QWidget* parent)
    : QDialog(parent),
      feed_(feed),
      saver_(new CaptureSaver(feed.source(), this)),
      about_(makePlainLabel(QStringLiteral("about"))),
      choices_(makeChoices()),
      progress_(new QProgressBar),
      outcome_(makePlainLabel(QStringLiteral("outcome"))) {
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Save Annotated Capture"));
    auto* layout = new QVBoxLayout(this);
    layout->addWidget(about_);
    layout->addWidget(choices_);
    layout->addWidget(makeOutcome());
    layout->addStretch(1);
    layout->addWidget(makeButtons());
    connect(saver_, &CaptureSaver::retapWanted, this, &SaveCaptureDialog::retapWanted);
    connect(saver_, &CaptureSaver::progressed, this, &SaveCaptureDialog::showProgress);
    connect(saver_, &CaptureSaver::finished, this, &SaveCaptureDialog::showOutcome);
    connect(&feed_, &ReportFeed::reportChanged, this, &SaveCaptureDialog::showCapture);
    showCapture();
    setRunning(false);
}

QWidget* SaveCaptureDialog::makeChoices() {
    auto* choices = new QWidget;
    auto* form = new QFormLayout(choices);
    form->setContentsMargins(0, 0, 0, 0);
    affected_only_ =
        addChoices(*form, tr("Packets:"), tr("&All"),
                   {{tr("A&ffected conversations only"),
                     tr("Those in which a RST answered a FIN because the socket of the connection "
                        "was missing (finrst.affected). Names and TLS secrets of others stay "
                        "behind.")}})
            .front();
    cut_ = addChoices(*form, tr("Payload:"), tr("&Keep"),
                      {{tr("&Cut behind the TCP header"),
                        tr("What the applications sent is not in the copy. How much it was, when, "
                           "and by which ports still is.")}})
               .front();
    const auto replaced =
        addChoices(*form, tr("Addresses:"), tr("K&eep"),
                   {{tr("&Replace, networks stay together"),
                     tr("Equal prefixes become equal prefixes, and the first bits of public "
                        "addresses stay. Each save replaces in another way. Payload that is kept, "
                        "and names in comments, may still tell who it was.")},
                    {tr("Replace each by &itself"),
                     tr("The same, but which addresses are of one network is lost, too.")}});
    replace_ = replaced[0];
    replace_flat_ = replaced[1];
    return choices;
}

QWidget* SaveCaptureDialog::makeOutcome() {
    auto* box = new QWidget;
    auto* layout = new QVBoxLayout(box);
    layout->setContentsMargins(0, 0, 0, 0);
    progress_->setTextVisible(false);
    progress_->setAccessibleName(tr("Progress of saving"));
    outcome_->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    outcome_->setMinimumWidth(outcome_->fontMetrics().averageCharWidth() * 64);
    layout->addWidget(progress_);
    layout->addWidget(outcome_);
    return box;
}

QDialogButtonBox* SaveCaptureDialog::makeButtons() {
    auto* buttons = new QDialogButtonBox;
    save_ = buttons->addButton(tr("&Save…"), QDialogButtonBox::AcceptRole);
    close_ = buttons->addButton(QDialogButtonBox::Close);
    connect(buttons, &QDialogButtonBox::accepted, this, &SaveCaptureDialog::askAndSave);
    connect(buttons, &QDialogButtonBox::rejected, this, &SaveCaptureDialog::reject);
    return buttons;
}

/// As far as it concerns the copy: its name, and whether any conversation is affected.
void SaveCaptureDialog::showCapture() {
    const QString name = toQString(feed_.state().name);
    about_->setText(
        tr("A copy of %1 as pcapng, with packet comments that tell what happened in "
           "each conversation that was reset, for readers without finrst. The capture "
           "itself stays as it is.")
            .arg(name.isEmpty() ? tr("the capture") : QStringLiteral("“%1”").arg(name)));
    const CaptureAnalysis* analysis = feed_.source().analysis();
    affected_only_->setEnabled(analysis != nullptr && analysis->hasAffected());
}

QString SaveCaptureDialog::suggestedName() const {
    const QString name = QFileInfo(toQString(feed_.state().name)).completeBaseName();
    return name.isEmpty() ? tr("annotated") : tr("%1-annotated").arg(name);
}

void SaveCaptureDialog::askAndSave() {
    // Before the user looks for a name.
    const CaptureFile file = feed_.source().file();
    if (!file.obstacle.empty()) {
        outcome_->setText(toQString(file.obstacle));
        return;
    }
    const QString path =
        askForFile(this, suggestedName(), QStringLiteral("pcapng"), tr("Capture file"));
    if (!path.isEmpty()) saveTo(path);
}

Addresses SaveCaptureDialog::chosenAddresses() const {
    if (replace_flat_->isChecked()) return Addresses::kReplaceFlat;
    return replace_->isChecked() ? Addresses::kReplace : Addresses::kKeep;
}

void SaveCaptureDialog::saveTo(const QString& path) {
    path_ = path;
    outcome_->clear();
    setRunning(true);
    saver_->start({QFile::encodeName(path).toStdString(),
                   affected_only_->isChecked() ? Select::kAffected : Select::kAll,
                   cut_->isChecked() ? Payload::kCut : Payload::kKeep, chosenAddresses()});
}

void SaveCaptureDialog::showProgress(const QString& what, double done) {
    if (!saver_->isRunning()) return;
    outcome_->setText(what);
    progress_->setRange(0, done < 0 ? 0 : kFull);
    if (done >= 0) progress_->setValue(static_cast<int>(done * kFull));
}

void SaveCaptureDialog::showOutcome(const SaveResult& result) {
    setRunning(false);
    outcome_->setText(outcomeText(result, path_));
    close_->setFocus();
}

void SaveCaptureDialog::setRunning(bool running) {
    choices_->setEnabled(!running);
    save_->setEnabled(!running);
    progress_->setVisible(running);
    close_->setText(running ? tr("Cancel") : tr("Close"));
}

/// The first Escape ends the save, the next one closes the dialog.
void SaveCaptureDialog::reject() {
    if (saver_->isRunning()) {
        saver_->cancel();
    } else {
        QDialog::reject();
    }
}

}  // namespace finrst
