-- SPDX-License-Identifier: GPL-2.0-or-later
-- Load for wrk: asks for PATHs in turn, and pauses MIN to MAX milliseconds before each request.
-- Usage: wrk -s load.lua URL -- MIN MAX PATH...

local shortest, longest, paths
local asked = 0

function init(args)
    shortest, longest = tonumber(args[1]), tonumber(args[2])
    paths = {unpack(args, 3)}
end

function delay()
    return math.random(shortest, longest)
end

function request()
    asked = asked + 1
    return wrk.format("GET", paths[asked % #paths + 1])
end
