-- SPDX-License-Identifier: GPL-2.0-or-later
-- The callers of Redis in the web server. Two return their connection to the pool; one does not.

local redis = require "nginx.redis"

local callers = {}

-- Takes an idle connection from the pool if there is one, whatever the caller does with it later.
local function connect()
    local connection = redis:new()
    connection:set_timeout(5000)
    assert(connection:connect(os.getenv("REDIS"), 6379))
    return connection
end

-- The rest of the caller's work, "work" seconds long, which it does while it holds the connection.
local function work()
    if ngx.var.arg_work then
        ngx.sleep(tonumber(ngx.var.arg_work))
    end
end

function callers.page()
    local connection = connect()
    connection:get("key:1")
    work()
    connection:set_keepalive()
    ngx.say("page")
end

-- The caller that breaks the pool: it closes the connection it was given, at the end of its request.
function callers.legacy()
    local connection = connect()
    connection:get("key:2")
    work()
    connection:close()
    ngx.say("legacy")
end

-- Walks through all keys: Redis answers nobody else for that long.
function callers.report()
    local connection = connect()
    connection:keys("*:report")
    connection:set_keepalive()
    ngx.say("report")
end

return callers
