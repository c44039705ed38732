// SPDX-License-Identifier: GPL-2.0-or-later
#include "evidence_html.h"

#include "report/explanation.h"
#include "report/outcome_text.h"
#include "report/stack_text.h"
#include "report/verdict_text.h"
#include "text.h"
#include "theme.h"

#include <QObject>

namespace finrst {

namespace {

QString paragraph(const QString& title, const QString& body) {
    return QStringLiteral("<p><b>%1</b><br>%2</p>").arg(title, body);
}

QString list(const QString& title, const std::vector<std::string>& lines, const QString& sign,
             const QColor& tone) {
    if (lines.empty()) return {};
    QString rows;
    for (const std::string& line : lines) {
        rows += QStringLiteral("<tr><td style='color:%1'>%2&nbsp;</td><td>%3</td></tr>")
                    .arg(tone.name(), sign, toHtml(line));
    }
    return QStringLiteral("<p style='margin-bottom:0'><b>%1</b></p><table cellspacing=0>%2</table>")
        .arg(title, rows);
}

QString facts(const Reset& reset, const Explanation& explanation) {
    QString html = QObject::tr("%1, %2").arg(toQString(text(reset.verdict).summary),
                                             words(token(reset.certainty)));
    if (explanation.cause != Cause::kNone) {
        html += QObject::tr("; cause: %1").arg(words(token(explanation.cause)));
    }
    if (reset.accepted != Accepted::kUnknown) {
        html += QObject::tr("; taken: %1").arg(words(token(reset.accepted)));
    }
    if (explanation.stack != Stack::kUnknown) {
        html += QObject::tr("; sender's stack: %1").arg(toQString(name(explanation.stack)));
    }
    return html;
}

}  // namespace

QString evidenceHtml(const Reset& reset, const Explanation& explanation, const QPalette& palette) {
    QString html = paragraph(facts(reset, explanation), toHtml(explanation.sentence));
    html += list(QObject::tr("For it"), explanation.evidence, QStringLiteral("✓"),
                 color(Tone::kGood, palette));
    html += list(QObject::tr("Against it"), explanation.counter_evidence, QStringLiteral("✗"),
                 color(Tone::kBad, palette));
    if (!explanation.advice.empty()) {
        html += paragraph(QObject::tr("What to do"), toHtml(explanation.advice));
    }
    if (!explanation.kernel_path.empty()) {
        html += paragraph(
            QObject::tr("The kernel's way"),
            QStringLiteral("<tt>%1</tt>").arg(toQString(explanation.kernel_path).toHtmlEscaped()));
    }
    return html;
}

}  // namespace finrst
