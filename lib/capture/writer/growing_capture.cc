// SPDX-License-Identifier: GPL-2.0-or-later
#include "capture/growing_capture.h"

#include "format/new_blocks.h"
#include "format/options.h"
#include "format/packet_block.h"
#include "format/system_message.h"
#include "packet/option_editor.h"
#include "packet/packet_editor.h"
#include "system/file.h"
#include "writer/temporary_file.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <map>
#include <utility>

namespace finrst {

namespace {

constexpr std::size_t kAtOnce = std::size_t{1} << 17;

std::uint64_t nanoseconds(Time time) {
    const auto since_epoch = time.time_since_epoch().count();
    return static_cast<std::uint64_t>(std::max<std::int64_t>(since_epoch, 0));
}

}  // namespace

struct GrowingCapture::Impl {
    explicit Impl(GrowingCaptureWish wanted)
        : wish(std::move(wanted)),
          editor(wish.payload, wish.addresses, wish.key),
          options(editor.isForOthers(), editor.addressMap()) {}
    ~Impl() {
        if (file >= 0) system::close(file);
    }
    Impl(const Impl&) = delete;
    Impl& operator=(const Impl&) = delete;

    void putSection();
    void put(const CommentedPacket& packet);
    std::uint32_t interfaceOf(std::uint32_t from, std::uint32_t link_type);
    void putText(std::uint16_t code, const std::string& text);
    void endBlock();
    Status appendAll(std::span<const CommentedPacket> packets);
    Status flush();
    Status failed(int code) const;

    GrowingCaptureWish wish;
    PacketEditor editor;
    OptionEditor options;
    TemporaryFile unplaced;  ///< until `begin`
    int file = -1;
    bool is_pipe = false;
    std::uint64_t whole = 0;    ///< octets of the file that are to stay
    std::uint64_t written = 0;  ///< octets
    std::uint64_t packets = 0;
    /// By source and link type.
    std::map<std::pair<std::uint32_t, std::uint32_t>, std::uint32_t> interfaces;
    std::vector<std::uint8_t> block;
    std::vector<std::uint8_t> buffer;
};

Status GrowingCapture::Impl::failed(int code) const {
    return fail(SaveError::kOutput,
                quoted(wish.output) + " cannot be written: " + systemMessage(code) + ".");
}

void GrowingCapture::Impl::endBlock() {
    finishBlock(kNativeOrder, &block);
    buffer.insert(buffer.end(), block.begin(), block.end());
}

void GrowingCapture::Impl::putSection() {
    beginSection(kNativeOrder, &block);
    if (!wish.section_comment.empty()) {
        const std::string comment = options.prepared(wish.section_comment);
        options.copy(BlockType::kSection, {}, kNativeOrder, {&comment, 1}, &block);
    }
    endBlock();
}

void GrowingCapture::Impl::putText(std::uint16_t code, const std::string& text) {
    const std::string value = fittingText(text);
    appendOption(&block, code, {reinterpret_cast<const std::uint8_t*>(value.data()), value.size()},
                 kNativeOrder);
}

std::uint32_t GrowingCapture::Impl::interfaceOf(std::uint32_t from, std::uint32_t link_type) {
    const std::uint32_t source = wish.sources.size() > 1 ? from : 0;
    const auto [known, is_new] =
        interfaces.try_emplace({source, link_type}, static_cast<std::uint32_t>(interfaces.size()));
    if (!is_new) return known->second;
    beginInterface(link_type, 0, kNativeOrder, &block);
    const auto& [name, filter] = wish.sources[source];
    if (!name.empty()) putText(option::kInterfaceName, name);
    if (!filter.empty()) putText(option::kInterfaceFilter, '\0' + filter);  // kind 0: libpcap's
    appendOption(&block, option::kInterfaceResolution, {&kNanoseconds, 1}, kNativeOrder);
    appendOption(&block, option::kEnd, {}, kNativeOrder);
    endBlock();
    return known->second;
}

void GrowingCapture::Impl::put(const CommentedPacket& packet) {
    const CapturedPacket& captured = packet.packet;
    PacketEditor::Edited edited{captured.data};
    if (editor.isForOthers()) {
        edited = editor.edit(captured.data, captured.wire_length, captured.link_type);
    }
    const std::uint32_t interface = interfaceOf(captured.file, captured.link_type);
    beginPacket(interface, nanoseconds(captured.time), captured.wire_length, edited.bytes,
                kNativeOrder, &block);
    std::vector<std::string> comments;
    for (const std::string& comment : packet.comments)
        comments.push_back(options.prepared(comment));
    options.copy(BlockType::kPacket, {}, kNativeOrder, comments, &block);
    endBlock();
}

Status GrowingCapture::Impl::flush() {
    if (!system::write(file, buffer)) return failed(errno);
    written += buffer.size();
    buffer.clear();
    return {};
}

Status GrowingCapture::Impl::appendAll(std::span<const CommentedPacket> added) {
    Status status;
    for (const CommentedPacket& packet : added) {
        put(packet);
        if (buffer.size() >= kAtOnce) status = flush();
        if (!status.ok()) return status;
    }
    return flush();
}

GrowingCapture::GrowingCapture(GrowingCaptureWish wish)
    : impl_(std::make_unique<Impl>(std::move(wish))) {}
GrowingCapture::~GrowingCapture() = default;

Status GrowingCapture::create() {
    impl_->is_pipe = system::isPipe(impl_->wish.output);
    impl_->putSection();
    if (!impl_->is_pipe) return impl_->unplaced.create(impl_->wish.output);
    impl_->file = system::openPipeToWrite(impl_->wish.output);
    return impl_->file < 0 ? impl_->failed(errno) : impl_->flush();
}

Status GrowingCapture::begin() {
    if (impl_->is_pipe) return {};
    Status status = impl_->unplaced.write(impl_->buffer);
    if (status.ok()) status = impl_->unplaced.commit(&impl_->file);
    impl_->whole = impl_->written = impl_->buffer.size();
    impl_->buffer.clear();
    return status;
}

Status GrowingCapture::append(std::span<const CommentedPacket> packets) {
    Status status = impl_->appendAll(packets);
    if (status.ok()) {
        impl_->whole = impl_->written;
        impl_->packets += packets.size();
    } else if (!impl_->is_pipe && !system::truncate(impl_->file, impl_->whole)) {
        status.message += " It may end in the middle of a packet.";
    }
    return status;
}

Status GrowingCapture::appendStatistics(std::uint32_t source, Time until, std::uint64_t dropped) {
    for (const auto& [key, interface] : impl_->interfaces) {
        if (key.first != source) continue;
        beginStatistics(interface, nanoseconds(until), kNativeOrder, &impl_->block);
        std::array<std::uint8_t, sizeof dropped> octets{};
        store(octets.data(), dropped, kNativeOrder);
        appendOption(&impl_->block, option::kStatisticsSystemDrops, octets, kNativeOrder);
        appendOption(&impl_->block, option::kEnd, {}, kNativeOrder);
        impl_->endBlock();
    }
    return impl_->flush();
}

Status GrowingCapture::finish() {
    return system::sync(impl_->file) ? Status{} : impl_->failed(errno);
}

std::uint64_t GrowingCapture::packets() const {
    return impl_->packets;
}

bool GrowingCapture::hasReader() const {
    return !impl_->is_pipe || system::hasReader(impl_->file);
}

}  // namespace finrst
