# SPDX-License-Identifier: GPL-2.0-or-later
"""Comments in a pcapng file of one section, little-endian as dumpcap writes here
(draft-ietf-opsawg-pcapng). All else stays octet for octet."""

import struct

SECTION_HEADER = 0x0A0D0D0A
ENHANCED_PACKET = 6
END_OF_OPTIONS = 0
COMMENT = 1


def with_comments(octets, section_comment, packet_comments):
    """The file with these comments, in place of those that it had. `packet_comments`: lists of
    texts by frame number."""
    written = []
    frame = 0
    for kind, body in _blocks(octets):
        if kind == SECTION_HEADER:
            body = _commented(body, 16, [section_comment] if section_comment else [])
        elif kind == ENHANCED_PACKET:
            frame += 1
            body = _commented(body, _options_of_packet(body), packet_comments.get(frame, []))
        length = len(body) + 12
        written.append(struct.pack("<II", kind, length) + body + struct.pack("<I", length))
    return b"".join(written)


def without_comments(octets):
    """The file as it was recorded."""
    return with_comments(octets, "", {})


def comments(octets):
    """The section's comments, and those of the packets: lists of texts by frame number."""
    section, packets = [], {}
    frame = 0
    for kind, body in _blocks(octets):
        if kind == SECTION_HEADER:
            section = _texts(body, 16)
        elif kind == ENHANCED_PACKET:
            frame += 1
            texts = _texts(body, _options_of_packet(body))
            if texts:
                packets[frame] = texts
    return section, packets


def _blocks(octets):
    """Type and body of each block."""
    at = 0
    while at < len(octets):
        kind, length = struct.unpack_from("<II", octets, at)
        yield kind, octets[at + 8:at + length - 4]
        at += length


def _options_of_packet(body):
    captured, = struct.unpack_from("<I", body, 12)
    return 20 + _padded(captured)


def _padded(length):
    return length + -length % 4


def _options(body, start):
    """Code and value of each option that begins at `start` in the block's body or behind."""
    at = start
    while at < len(body):
        code, length = struct.unpack_from("<HH", body, at)
        if code == END_OF_OPTIONS:
            return
        yield code, body[at + 4:at + 4 + length]
        at += 4 + _padded(length)


def _texts(body, start):
    return [value.decode() for code, value in _options(body, start) if code == COMMENT]


def _commented(body, start, texts):
    options = [option for option in _options(body, start) if option[0] != COMMENT]
    options += [(COMMENT, text.encode()) for text in texts]
    if not options:
        return body[:start]
    options.append((END_OF_OPTIONS, b""))
    return body[:start] + b"".join(
        struct.pack("<HH", code, len(value)) + value + bytes(-len(value) % 4)
        for code, value in options)
