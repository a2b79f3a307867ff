// Package outlook reads and changes calendars of Outlook.com and Microsoft 365, in both of
// the provider's dialects: Outlook REST v2.0 (provider contract 7) and Microsoft
// Graph v1.0 (provider contract 3).
package outlook

import (
	"context"
	"encoding/json"
	"net/http"

	"anchorage/system"
)

// Operations, as the meter counts them.
const (
	OperationCalendar = "calendar" // the default calendar
	OperationDelta    = "delta"    // a page of a delta round
	OperationMe       = "me"       // who the owner is

	OperationCreate = "create" // changes of events
	OperationUpdate = "update"
	OperationDelete = "delete"
	OperationEvent  = "event" // one event

	OperationSubscribe   = "subscribe"
	OperationRenew       = "renew"
	OperationUnsubscribe = "unsubscribe"
)

// Config is what a client needs. Both fields are required.
type Config struct {
	HTTP  http.RoundTripper // redirects are not followed: the API has none
	Meter system.Meter
}

// Client implements system.Client. It keeps no state and is safe for concurrent
// use.
type Client struct{ config Config }

var _ system.Client = (*Client)(nil)

// New returns a client.
func New(c Config) *Client { return &Client{c} }

// DefaultCalendar implements system.Client (provider contract 3.1, 7).
func (c *Client) DefaultCalendar(ctx context.Context, a system.Access) (string, error) {
	body, err := c.get(ctx, a, OperationCalendar, calendarURL(a))
	if err != nil {
		return "", err
	}
	var calendar struct { // names match whatever their case
		ID string `json:"id"`
	}
	if err := json.Unmarshal(body, &calendar); err != nil {
		return "", malformed("calendar is not JSON", err)
	}
	if calendar.ID == "" {
		return "", malformed("calendar without an id", nil)
	}
	return calendar.ID, nil
}

// Page implements system.Client (provider contract 3.5, 7). Events carry the
// account's CalendarID, since delta items do not name their calendar.
func (c *Client) Page(ctx context.Context, a system.Access, link string, w system.Window) (system.Page, error) {
	first := link == ""
	var target string
	if first {
		target = windowURL(a, w)
	} else {
		var err error
		if target, err = linkURL(a, link); err != nil {
			return system.Page{}, err
		}
	}
	body, err := c.get(ctx, a, OperationDelta, target)
	if err != nil {
		return system.Page{}, err
	}
	page, err := decodePage(body, a.Account.CalendarID)
	if err != nil {
		return system.Page{}, err
	}
	return linked(page, first && a.Account.Dialect() == system.OutlookREST)
}

// linked sees to it that a page has exactly one link. The older dialect's first
// answer always has a delta link, although more is to come.
func linked(p system.Page, alwaysMore bool) (system.Page, error) {
	if alwaysMore && p.NextLink == "" {
		p.NextLink, p.DeltaLink = p.DeltaLink, ""
	}
	switch {
	case p.NextLink == "" && p.DeltaLink == "":
		return system.Page{}, malformed("page without a link to the next", nil)
	case p.NextLink != "":
		p.DeltaLink = ""
	}
	return p, nil
}
