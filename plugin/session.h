// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "analysis/capture_analysis.h"
#include "host/host_words.h"
#include "places/place_finding.h"
#include "report/incidents.h"
#include "wireshark_api.h"

#include <cstdint>
#include <vector>

namespace finrst {

/// Analyses the segments that wait (`analyseLater`). Returns the analysis of the capture that is
/// open now, or null: no capture, finrst switched off (dissector.h), or nobody reads it
/// (readers.h). It is replaced when Wireshark reads the capture again (reload, changed
/// preferences).
CaptureAnalysis* analyseWaiting();
/// Whether there is one.
bool isAnalysing();

/// What `CaptureAnalysis::mayBeReset` says of the analysis that there is. It need not know of the
/// segments that wait: no RST is among them.
bool mayBeReset(const Segment& segment);

/// The place of capture that a packet is of (`Segment::place`), where interfaces are places
/// (`finrst.both_ends`).
std::uint16_t placeOf(const packet_info* pinfo) noexcept;

/// Takes the next segment, behind those that wait. Returns what `CaptureAnalysis::add` does.
const Reset* analyseNow(const Segment& segment);

/// Room for the next segment, behind those that wait. Requires `isAnalysing()`.
Segment* nextRoom();
/// What `nextRoom` holds waits, too: it must not be a RST, and nobody may ask about it now. Dozens
/// are analysed together, by `analyseWaiting` at the latest: what Wireshark does for one packet
/// sweeps code and tables of the analysis out of the processor's caches.
void analyseLater();

/// Begins a new analysis by what the preferences say.
void openSession();
void closeSession();

/// The capture has been read. Clocks are compared by all of it: what hosts say of their RSTs
/// (`finrst.host_records`), and what places of capture show of each other's, is told to the
/// analysis from now on, by `analyseWaiting`.
void endReading();
/// What host records and the capture have in common. Empty while it is being read.
std::vector<HostFinding> hostFindings();
/// What the places of capture saw. Empty while it is being read, and where there is one.
std::vector<PlaceFinding> placeFindings();

/// The incidents of all that was analysed, behind `Incidents::take`. Requires an analysis. Made
/// anew when somebody asks and more segments have come.
const Incidents& incidentsSoFar();
/// The one of that number, from 1 on, which `incidentsSoFar` gave. Lives until it is called again.
const Incident& incidentOf(std::uint32_t number);

/// Counts `openSession` and `closeSession`: a view that saw another number is out of date.
std::uint64_t sessionGeneration();
/// Within a session, another number than before: the analysis may say something else.
std::uint64_t sessionRevision();

}  // namespace finrst
