// SPDX-License-Identifier: GPL-2.0-or-later
#include "table_text.h"

#include <QObject>
#include <QRegularExpression>
#include <QStringList>

#include <algorithm>
#include <array>

namespace finrst {

namespace {

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

/// The cells of a table, one by one.
class Cells {
  public:
    Cells(const TableModel& model, const std::vector<int>& columns, bool exact)
        : model_(model),
          columns_(columns),
          role_(exact ? static_cast<int>(TableModel::kValueRole) : Qt::DisplayRole) {}

    QStringList titles() const {
        QStringList titles;
        for (int column : columns_) {
            titles << model_.headerData(column, Qt::Horizontal, role_).toString();
        }
        return titles;
    }
    QStringList of(int row) const {
        QStringList cells;
        for (int column : columns_) cells << model_.cell(row, column).data(role_).toString();
        return cells;
    }
    bool isNumber(int place) const {
        return role_ == TableModel::kValueRole &&
               model_.columnAt(columns_[static_cast<std::size_t>(place)]).isNumber();
    }

  private:
    const TableModel& model_;
    const std::vector<int>& columns_;
    int role_;
};

QString asText(const Cells& cells, const std::vector<int>& rows) {
    QString text = cells.titles().join(QLatin1Char('\t')) + QLatin1Char('\n');
    for (int row : rows) text += cells.of(row).join(QLatin1Char('\t')) + QLatin1Char('\n');
    return text;
}

QString asCsv(const Cells& cells, const std::vector<int>& rows) {
    const auto line = [](QStringList fields) {
        for (QString& field : fields) field = forCsv(field);
        return fields.join(QLatin1Char(',')) + QLatin1String("\r\n");
    };
    QString text = line(cells.titles());
    for (int row : rows) text += line(cells.of(row));
    return text;
}

/// "name: value" for each cell.
QStringList membersOf(const Cells& cells, const QStringList& titles, int row) {
    const QStringList values = cells.of(row);
    QStringList members;
    for (int i = 0; i < static_cast<int>(values.size()); ++i) {
        members << quoted(titles[i]) + QLatin1String(": ") + scalar(values[i], cells.isNumber(i));
    }
    return members;
}

QString asJson(const Cells& cells, const std::vector<int>& rows) {
    const QStringList titles = cells.titles();
    QStringList objects;
    for (int row : rows) {
        objects << QLatin1String("  {") + membersOf(cells, titles, row).join(QLatin1String(", ")) +
                       QLatin1Char('}');
    }
    return QLatin1String("[\n") + objects.join(QLatin1String(",\n")) + QLatin1String("\n]\n");
}

QString asYaml(const Cells& cells, const std::vector<int>& rows) {
    const QStringList titles = cells.titles();
    QString text = QStringLiteral("---\n");
    for (int row : rows) {
        text += QLatin1String("- ") + membersOf(cells, titles, row).join(QLatin1String("\n  ")) +
                QLatin1Char('\n');
    }
    return text;
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

QString tableText(const TableModel& model, const std::vector<int>& columns,
                  const std::vector<int>& rows, TableFormat format, bool exact) {
    const Cells cells(model, columns, exact);
    switch (format) {
        case TableFormat::kText:
            return asText(cells, rows);
        case TableFormat::kCsv:
            return asCsv(cells, rows);
        case TableFormat::kJson:
            return asJson(cells, rows);
        case TableFormat::kYaml:
            return asYaml(cells, rows);
    }
    return {};
}

}  // namespace finrst
