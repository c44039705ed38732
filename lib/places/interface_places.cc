// SPDX-License-Identifier: GPL-2.0-or-later
#include "places/interface_places.h"

#include <algorithm>
#include <functional>
#include <limits>
#include <map>

namespace finrst {

namespace {

std::string plainName(const Place& place) {
    return "interface " + std::to_string(place.number());
}

/// Each host may have its eth0.
void tellApart(const std::vector<Place*>& places) {
    std::map<std::string, int> times;
    for (const Place* place : places) ++times[place->name()];
    for (Place* place : places) {
        if (times[place->name()] == 1) continue;
        place->setName(place->name() + " (" + plainName(*place) + ")");
    }
}

}  // namespace

std::uint16_t InterfacePlaces::numberOf(std::size_t interface) {
    constexpr std::size_t kMost = std::numeric_limits<std::uint16_t>::max();
    return static_cast<std::uint16_t>(std::min(interface, kMost));
}

Place& InterfacePlaces::at(std::size_t interface) {
    const std::uint16_t number = numberOf(interface);
    if (number >= places_.size()) places_.resize(number + std::size_t{1});
    std::unique_ptr<Place>& place = places_[number];
    if (place == nullptr) {
        place = std::make_unique<Place>("", analysis_, number);
        place->setName(plainName(*place));
    }
    return *place;
}

void InterfacePlaces::setName(std::size_t interface, const std::string& name,
                              const std::string& description) {
    const std::string& told = description.empty() ? name : description;
    if (!told.empty()) at(interface).setName(told);
}

std::string InterfacePlaces::join() {
    joined_.reset();
    std::vector<Place*> places;
    for (const auto& place : places_) {
        if (place != nullptr && place->connections() > 0) places.push_back(place.get());
    }
    if (places.size() < 2) {
        return "it holds segments of one interface only. `mergecap -I none` makes one capture of "
               "several, each with an interface of its own.";
    }
    tellApart(places);
    JoinedPlaces& joined = joined_.emplace(std::move(places));
    if (std::string refusal = joined.refusal(); !refusal.empty()) {
        joined_.reset();
        return refusal;
    }
    joined.tell();
    std::vector<bool> told(analysis_->connections().size());
    for (std::size_t i = 0; i < joined.places().size(); ++i) {
        const std::vector<bool> by_place = joined.toldBy(i);
        std::transform(told.begin(), told.end(), by_place.begin(), told.begin(), std::logical_or());
    }
    analysis_->tellOnly(std::move(told));
    return "";
}

std::vector<PlaceFinding> InterfacePlaces::findings() const {
    return joined_ ? joined_->findings() : std::vector<PlaceFinding>();
}

}  // namespace finrst
