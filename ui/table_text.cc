// SPDX-License-Identifier: GPL-2.0-or-later
#include "table_text.h"

#include <QObject>
#include <QRegularExpression>

#include <algorithm>
#include <array>
#include <utility>

namespace finrst {

namespace {

constexpr int kStep = 16384;  // octets

/// RFC 4180.
QString forCsv(QString text) {
    static const QString kSpecial = QStringLiteral(",\"\n\r");
    const bool is_plain =
        std::none_of(text.begin(), text.end(), [](QChar c) { return kSpecial.contains(c); });
    if (is_plain) return text;
    text.replace(QLatin1Char('"'), QLatin1String("\"\""));
    return QLatin1Char('"') + text + QLatin1Char('"');
}

/// RFC 8259; YAML 1.2 reads it, too.
QString quoted(const QString& text) {
    QString result = QStringLiteral("\"");
    for (const QChar c : text) {
        if (c < QLatin1Char(' ')) {
            result += QStringLiteral("\\u%1").arg(int{c.unicode()}, 4, 16, QLatin1Char('0'));
            continue;
        }
        if (c == QLatin1Char('"') || c == QLatin1Char('\\')) result += QLatin1Char('\\');
        result += c;
    }
    return result + QLatin1Char('"');
}

/// A number, a string, or null.
QString scalar(const QString& text, bool may_be_number) {
    static const QRegularExpression kNumber(
        QStringLiteral(R"(^-?(0|[1-9]\d*)(\.\d+)?(e[-+]?\d+)?$)"));
    if (text.isEmpty()) return QStringLiteral("null");
    return may_be_number && kNumber.match(text).hasMatch() ? text : quoted(text);
}

QString textLine(const QStringList& cells) {
    return cells.join(QLatin1Char('\t')) + QLatin1Char('\n');
}

QString csvLine(QStringList cells) {
    for (QString& cell : cells) cell = forCsv(cell);
    return cells.join(QLatin1Char(',')) + QLatin1String("\r\n");
}

}  // namespace

std::span<const TableFormatName> tableFormats() {
    static constexpr std::array kFormats = {
        TableFormatName{TableFormat::kText, QT_TR_NOOP("&Text"), "txt",
                        QT_TR_NOOP("Text with tabs between columns")},
        TableFormatName{TableFormat::kCsv, QT_TR_NOOP("&CSV"), "csv",
                        QT_TR_NOOP("Comma-separated values")},
        TableFormatName{TableFormat::kJson, QT_TR_NOOP("JS&ON"), "json",
                        QT_TR_NOOP("JSON document")},
        TableFormatName{TableFormat::kYaml, QT_TR_NOOP("&YAML"), "yaml",
                        QT_TR_NOOP("YAML document")},
    };
    return kFormats;
}

TableTextMaker::TableTextMaker(const TableModel& model, std::vector<int> columns,
                               const std::vector<int>& rows, TableFormat format, bool exact)
    : model_(model),
      epoch_(model.epoch()),
      columns_(std::move(columns)),
      format_(format),
      exact_(exact) {
    const int role = exact ? static_cast<int>(TableModel::kValueRole) : Qt::DisplayRole;
    for (int column : columns_) {
        titles_ << model.headerData(column, Qt::Horizontal, role).toString();
    }
    for (int row : rows) items_.push_back(model.itemAt(row));
}

bool TableTextMaker::step(QByteArray& text) {
    const auto enough = text.size() + kStep;
    if (next_ == 0) text += begin().toUtf8();
    while (next_ < items_.size()) {
        if (text.size() > enough) return true;
        if (next_ > 0 && format_ == TableFormat::kJson) text += ",\n";
        text += row(items_[next_++]).toUtf8();
    }
    if (format_ == TableFormat::kJson) text += "\n]\n";
    return false;
}

double TableTextMaker::done() const {
    return static_cast<double>(next_) /
           static_cast<double>(std::max<std::size_t>(items_.size(), 1));
}

bool TableTextMaker::isGone() const {
    return !model_.isValid() || model_.epoch() != epoch_;
}

QString TableTextMaker::begin() const {
    switch (format_) {
        case TableFormat::kText:
            return textLine(titles_);
        case TableFormat::kCsv:
            return csvLine(titles_);
        case TableFormat::kJson:
            return QStringLiteral("[\n");
        case TableFormat::kYaml:
            return QStringLiteral("---\n");
    }
    return {};
}

QString TableTextMaker::row(std::uint32_t item) const {
    switch (format_) {
        case TableFormat::kText:
            return textLine(cells(item));
        case TableFormat::kCsv:
            return csvLine(cells(item));
        case TableFormat::kJson:
            return QLatin1String("  {") + members(item).join(QLatin1String(", ")) +
                   QLatin1Char('}');
        case TableFormat::kYaml:
            return QLatin1String("- ") + members(item).join(QLatin1String("\n  ")) +
                   QLatin1Char('\n');
    }
    return {};
}

QStringList TableTextMaker::cells(std::uint32_t item) const {
    QStringList cells;
    for (int column : columns_) {
        cells << (exact_ ? model_.fileText(item, column) : model_.text(item, column));
    }
    return cells;
}

/// "name: value" for each cell.
QStringList TableTextMaker::members(std::uint32_t item) const {
    QStringList members = cells(item);
    for (int i = 0; i < static_cast<int>(members.size()); ++i) {
        const int column = columns_[static_cast<std::size_t>(i)];
        const bool may_be_number = exact_ && model_.columnAt(column).isNumber();
        members[i] = quoted(titles_[i]) + QLatin1String(": ") + scalar(members[i], may_be_number);
    }
    return members;
}

}  // namespace finrst
