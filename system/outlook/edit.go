package outlook

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"time"

	"anchorage/system"
)

// sentTime is the form in which the provider writes start and end itself: exactly
// 7 digits of fraction (provider contract 3.2).
const sentTime = "2006-01-02T15:04:05.0000000"

var _ system.Editor = (*Client)(nil)

// Create implements system.Editor (provider contract 3.1, 3.2).
func (c *Client) Create(ctx context.Context, a system.Access, w system.Write) (system.Event, error) {
	return c.event(ctx, a, call{
		operation: OperationCreate, method: http.MethodPost, target: mine(a, "events"), body: contentOf(a, w),
	})
}

// Update implements system.Editor (provider contract 3.1, 3.6). Only what the owner
// may have changed is sent.
func (c *Client) Update(ctx context.Context, a system.Access, w system.Write) (system.Event, error) {
	return c.event(ctx, a, call{
		operation: OperationUpdate, method: http.MethodPatch, target: eventURL(a, w.EventID), body: contentOf(a, w), ifMatch: w.ETag,
	})
}

// Delete implements system.Editor (provider contract 3.1, 3.6).
func (c *Client) Delete(ctx context.Context, a system.Access, w system.Write) error {
	_, err := c.do(ctx, a, call{
		operation: OperationDelete, method: http.MethodDelete, target: eventURL(a, w.EventID), ifMatch: w.ETag, empty: true,
	})
	return err
}

// Event implements system.Editor (provider contract 3.1).
func (c *Client) Event(ctx context.Context, a system.Access, id string) (system.Event, error) {
	e, err := c.event(ctx, a, call{operation: OperationEvent, method: http.MethodGet, target: eventURL(a, id)})
	if itemMissing(err) {
		missing := *system.AsError(err)
		missing.Err = system.ErrNotFound
		return e, &missing
	}
	return e, err
}

// event makes a call that is answered with an event.
func (c *Client) event(ctx context.Context, a system.Access, x call) (system.Event, error) {
	body, err := c.do(ctx, a, x)
	if err != nil {
		return system.Event{}, err
	}
	var it item
	if err := json.Unmarshal(body, &it); err != nil {
		return system.Event{}, malformed("event is not the JSON that was asked for", err)
	}
	if it.ID == "" {
		return system.Event{}, malformed("event without an id", nil)
	}
	e, err := it.event(a.Account.CalendarID)
	if err != nil {
		return system.Event{}, malformed(err.Error(), nil)
	}
	return e, nil
}

// itemMissing: only the provider's own word for a missing item is believed. Any
// other 404 may be about the mailbox, or about nothing (provider contract 4.2).
func itemMissing(err error) bool {
	e, ok := errors.AsType[*system.Error](err)
	return ok && e.Status == http.StatusNotFound && e.Code == "ErrorItemNotFound"
}

// contentOf is the body of a create or update in the account's dialect.
func contentOf(a system.Access, w system.Write) []byte {
	at := func(t time.Time) map[string]any {
		return spelled(a, map[string]any{"dateTime": t.UTC().Format(sentTime), "timeZone": "UTC"})
	}
	content := map[string]any{"subject": w.Subject, "start": at(w.Start), "end": at(w.End)}
	if w.Kind == system.WriteCreate {
		content["showAs"] = "busy"
		if a.Account.Dialect() == system.OutlookREST {
			content["showAs"] = "Busy"
		}
		content["transactionId"] = w.ID
	}
	return encoded(spelled(a, content))
}

// spelled gives names the account's dialect: the older one begins them with a
// capital (provider contract 7).
func spelled(a system.Access, content map[string]any) map[string]any {
	if a.Account.Dialect() == system.Graph {
		return content
	}
	capital := make(map[string]any, len(content))
	for name, v := range content {
		if name[0] >= 'a' && name[0] <= 'z' {
			name = string(name[0]-'a'+'A') + name[1:]
		}
		capital[name] = v
	}
	return capital
}

// encoded writes what always encodes; keys come in order.
func encoded(content map[string]any) []byte {
	body, err := json.Marshal(content)
	if err != nil {
		panic(err) // nothing but texts in it
	}
	return body
}
