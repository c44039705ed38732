// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <QObject>
#include <QTemporaryDir>
#include <QUrl>

#include <memory>

namespace finrst {

/// The dialog against a fake Wireshark; leaves a screenshot of each tab.
class DialogTest : public QObject {
    Q_OBJECT

  public slots:
    void browse(const QUrl& url) { browsed_ = url; }

  private slots:
    void init();
    void showsEveryTab_data();
    void showsEveryTab();
    void showsWhatHostsSay_data();
    void showsWhatHostsSay();
    void showsWhatPlacesSaw();
    void labelsOfLowPlotsHaveRoom();
    void legendsOfNarrowPlotsAreWhole();
    void legendsOfManyIncidentsAreWhole();
    void axesHaveTitles();
    void legendNamesNoResetsOfTheHostAmongIncidents();
    void wordsHaveRoomInLargeLetters_data();
    void wordsHaveRoomInLargeLetters();
    void statusIsWhole();
    void showsBucketsWhereNothingIsReset();
    void saysWhyThereIsNothing();
    void followsTheCapture();
    void goesToPackets();
    void goesAlongWithThePacketList();
    void keyboardIsWhereAPageBegins();
    void screenReadersHaveNames();
    void goesToPacketsOfPlots();
    void stacksResetsByIncident();
    void showsResetsOfNoHost();
    void showsTheLimitAsFarAsItIsKnown();
    void showsAnIncident();
    void showsIncidentsWhole_data();
    void showsIncidentsWhole();
    void listsItsKeys();
    void opensTheManual();
    void tellsWhyASelectionIsNoFilter();
    void menuOutlivesItsReport_data();
    void menuOutlivesItsReport();
    void copiesAndSavesRows();
    void copiesAndSavesManyRowsInSteps();
    void savesABigReportInSteps();
    void cancelsACopy();
    void copiesNothingOfACaptureThatIsClosed();
    void copiesInEachFormat();
    void showsVerdictsWhole();
    void cutsNoVerdictBesideWideAddresses();
    void showsOtherColumnsWhenAsked();
    void columnsFollowWhatStandsInThem();
    void keepsNoWidthThatNobodyChose();
    void keepsColumns();
    void keepsTabAndParts();
    void keepsStateByProfile();
    void showsEveryResetWhereNoneIsAffected();
    void groupsFlows();
    void limitsToTheDisplayFilter();
    void asksForThePacketsOfTheFilterThatIsOn();
    void neverBlocksLong();

  private:
    std::unique_ptr<QTemporaryDir> folder_;
    QUrl browsed_;
};

}  // namespace finrst
