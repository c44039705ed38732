// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <QObject>

namespace finrst {

/// The models against made-up captures, under QAbstractItemModelTester.
class ModelTest : public QObject {
    Q_OBJECT

  private slots:
    void flowsAsText();
    void hostsAsText();
    void servicesAsText();
    void sortsByValue();
    void keepsSelectionWhenSorted();
    void filtersByEachWord();
    void filtersByAColumn();
    void filtersByRegularExpressions();
    void followsWiresharksDisplay();
    void filesHaveExactRates();
    void showsOtherResetsWhenAsked();
    void groupsRows();
    void keepsSelectionInGroups();
    void isEmptyWhenTheCaptureIsGone();
    void ladderAsText();
    void ladderAsSvg();
    void ladderBetweenPlaces();
    void evidenceIsHtml();
    void filtersAreDisplayFilters();
    void isFastWithManyRows();
    void isFastWithManyHosts();
    void sortsVeryManyRowsInSteps();
    void forgetsToSortWhatIsGone();
};

}  // namespace finrst
