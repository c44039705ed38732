-- SPDX-License-Identifier: GPL-2.0-or-later
-- What a page links to: other pages, pictures and the list of names. Captures and code are not beside
-- the pages: of links to them, the text stays.

local function is_elsewhere(target)
    return target:match("^%a+:") or target:match("^#") or target:match("%.png$")
        or target:match("%.txt$")
end

function Link(link)
    if is_elsewhere(link.target) then return link end
    local page, count = link.target:gsub("%.md$", ".html"):gsub("%.md#", ".html#")
    if page ~= link.target then
        link.target = page
        return link
    end
    return link.content
end
