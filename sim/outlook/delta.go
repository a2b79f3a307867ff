package outlook

import (
	"net/http"

	"anchorage/sim/mailbox"
)

// emptyFirstPageShare of all mailboxes get a first page without items, followed
// by a next link (provider contract 3.5: it may be so; how often is not known).
const emptyFirstPageShare = 0.125

// synchronise answers a page of a round of synchronisation (provider contract
// 3.5 for Graph, 7 for Outlook REST).
func (c *call) synchronise() {
	if !c.findCalendar() {
		return
	}
	t, begins, ok := c.place()
	if !ok {
		return
	}
	if t.size = c.roundSize(t.size); begins && c.startsEmpty() {
		t.page = true
		c.round(nil, t, false, true)
		return
	}
	from, until := t.window()
	page, err := c.owner.Changes(mailbox.ChangeQuery{
		From: from, Until: until, After: uint64(t.after), RemovedAfter: uint64(t.known), Upto: uint64(t.upto), Limit: pageLimit(t.size),
		CountBare: !c.site.pascal, // the older dialect counts full events only
	})
	if err != nil {
		c.gone()
		return
	}
	next := deltaToken{page: page.More, graph: t.graph, size: t.size, after: uint32(page.Seq), known: t.known, upto: t.upto, from: t.from, until: t.until}
	if !page.More {
		next.known = t.upto
	}
	c.round(page.Items, next, !page.More, begins)
}

// place finds out where in the change log the request stands: at the place of
// its token, or before the beginning. It answers the call when there is no such
// place.
func (c *call) place() (t deltaToken, begins, ok bool) {
	if c.site.pascal && c.options.restricting {
		c.fail(http.StatusBadRequest, codeInvalidRequest, "The query parameters are not supported with change tracking.")
		return t, false, false
	}
	text := c.options.skipToken
	if text == "" {
		text = c.options.deltaToken
	}
	if text == "" {
		if !c.requireWindow() {
			return t, false, false
		}
		now := uint32(c.owner.Seq())
		return deltaToken{graph: !c.site.pascal, known: now, upto: now, from: c.options.start.UnixNano(), until: c.options.end.UnixNano()}, true, true
	}
	t, ok = decodeToken(c.server.Seed, c.owner.Spec().ID, text)
	if !ok || t.graph == c.site.pascal || t.page != (c.options.skipToken != "") || !c.moveWindow(&t) {
		c.gone()
		return t, false, false
	}
	if !t.page {
		t.upto = uint32(c.owner.Seq())
	}
	return t, false, true
}

// moveWindow takes the window that the link of Outlook REST carries; its end may
// be moved forward. What the window has gained is told by telling all of it
// again: a reader must bear that the same item comes twice.
func (c *call) moveWindow(t *deltaToken) bool {
	if !c.site.pascal || !c.options.hasWindow() {
		return true
	}
	start, end := c.options.start.UnixNano(), c.options.end.UnixNano()
	if start != t.from || end < t.until || t.page && end != t.until {
		return false
	}
	if end > t.until {
		t.until, t.after = end, 0
	}
	return true
}

// startsEmpty says whether the first page is one without items.
func (c *call) startsEmpty() bool {
	return !c.site.pascal && c.server.Seed.Float(c.owner.Spec().ID, "empty first page", 0) < emptyFirstPageShare
}

// roundSize is the page size that the client prefers, or did when the round
// began.
func (c *call) roundSize(size uint16) uint16 {
	if c.prefer.pageSize > 0 {
		return uint16(c.prefer.pageSize)
	}
	return size
}

func pageLimit(size uint16) int {
	if size == 0 {
		return defaultPageSize
	}
	return int(size)
}

// round writes a page: its items and the link to what comes next. The first
// answer of Outlook REST always has a delta link, even if there is more: then the
// round goes on behind that link.
func (c *call) round(items []mailbox.ChangedItem, next deltaToken, ends, begins bool) {
	if c.site.pascal && begins {
		next.page = false
	}
	c.complete = ends
	c.first = begins
	e := c.encoder()
	e.selected = nil
	e.open()
	e.text("@odata.context", c.roundContext(begins))
	e.list("value")
	for _, v := range items {
		e.separate()
		e.open()
		c.change(e, v)
		e.close()
		for _, x := range v.Instances {
			e.separate()
			e.open()
			c.member(e, x)
			e.close()
		}
	}
	e.closeList()
	c.link(e, next)
	e.close()
	c.succeed(e)
}

func (c *call) roundContext(begins bool) string {
	switch {
	case !c.site.pascal:
		return c.site.base + "/$metadata#Collection(event)"
	case begins:
		return c.context("calendarView", "")
	}
	return c.context("calendarView", "/$delta")
}

// change writes an item of a round. The envelope of Outlook REST for a deleted
// one is unconfirmed but for its reason.
func (c *call) change(e *encoder, v mailbox.ChangedItem) {
	switch {
	case !c.site.pascal:
		e.text("@odata.type", "#microsoft.graph.event")
		if !v.Removed {
			c.event(e, v.Event)
			return
		}
		e.text("id", v.Event.ID)
		e.nest("@removed")
		e.text("reason", "deleted")
		e.close()
	case v.Removed:
		e.text("@odata.context", c.context("calendarView", "/$deletedEntity"))
		e.text("id", "CalendarView('"+v.Event.ID+"')")
		e.text("reason", "deleted")
	default:
		c.event(e, v.Event)
	}
}

// link writes where the reader goes on. Graph keeps the window in the token,
// Outlook REST in the address too.
func (c *call) link(e *encoder, next deltaToken) {
	name, option := "@odata.deltaLink", "deltatoken="
	if next.page {
		name, option = "@odata.nextLink", "skiptoken="
		if c.site.pascal {
			option = "skipToken="
		}
	}
	e.key(name)
	e.b = append(e.b, '"')
	e.b = append(e.b, "https://"...)
	e.b = append(e.b, c.exchange.Host...)
	e.b = append(e.b, c.r.URL.EscapedPath()...)
	if c.site.pascal {
		if e.b[len(e.b)-1] != '/' {
			e.b = append(e.b, '/')
		}
		e.b = append(e.b, '?')
		e.b = append(e.b, c.options.window...)
		e.b = append(e.b, "&%24"...)
	} else {
		e.b = append(e.b, "?$"...)
	}
	e.b = append(e.b, option...)
	e.b = append(e.b, next.encode(c.server.Seed, c.owner.Spec().ID)...)
	e.b = append(e.b, '"')
}
