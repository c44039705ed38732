// SPDX-License-Identifier: GPL-2.0-or-later
#include "text.h"

#include "report/text_template.h"

#include <QLocale>
#include <QRegularExpression>

#include <cmath>

namespace finrst {

QString toQString(std::string_view text) {
    return QString::fromUtf8(text.data(), static_cast<int>(text.size()));
}

QString words(std::string_view token) {
    return toQString(token).replace(QLatin1Char('_'), QLatin1Char(' '));
}

QString endpointText(const Address& address, std::uint16_t port) {
    const QString host = toQString(address.toString());
    return (address.isV4() ? QStringLiteral("%1:%2") : QStringLiteral("[%1]:%2"))
        .arg(host)
        .arg(port);
}

QString durationText(Duration duration) {
    return duration < Duration::zero() ? QString() : toQString(toText(duration));
}

QString durationText(double seconds) {
    return durationText(Duration(static_cast<Duration::rep>(std::llround(seconds * 1e9))));
}

QString timeText(Duration since_begin) {
    return QString::number(seconds(since_begin), 'f', 6);
}

double seconds(Duration duration) {
    return std::chrono::duration<double>(duration).count();
}

QString countText(std::uint64_t count) {
    return QLocale().toString(static_cast<qulonglong>(count));
}

QString toHtml(std::string_view text) {
    static const QRegularExpression kFrame(QStringLiteral("\\bframe (\\d+)"));
    static const QRegularExpression kCode(QStringLiteral("`([^`]*)`"));
    QString html = toQString(text).toHtmlEscaped();
    html.replace(kFrame, QStringLiteral("<a href=\"frame:\\1\">frame&nbsp;\\1</a>"));
    return html.replace(kCode, QStringLiteral("<code>\\1</code>"));
}

}  // namespace finrst
