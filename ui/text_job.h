// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <QByteArray>
#include <QString>

#include <functional>
#include <memory>

class QWidget;

namespace finrst {

/// Makes a text in steps, each of some milliseconds.
class TextMaker {
  public:
    virtual ~TextMaker() = default;

    /// Appends the next piece, in UTF-8; false: that was the last.
    virtual bool step(QByteArray& text) = 0;
    /// From 0 to 1.
    virtual double done() const = 0;
    /// What the text is made of is no longer there: no step may follow.
    virtual bool isGone() const = 0;
};

/// Takes the next piece of a text. False: it could not, and has told the user.
using TextTaker = std::function<bool(const QByteArray& piece, bool is_last)>;

/// Makes a text for `taker`: at once where that is quick, else while the event loop goes on, with a
/// progress dialog that cancels it. Ends with `parent`. `title`: what it is made for.
void makeText(QWidget* parent, const QString& title, std::unique_ptr<TextMaker> maker,
              TextTaker taker);

}  // namespace finrst
