// Package sinks is where a system's messages to people end up: a chat, a pager,
// a heartbeat, a status page, a help desk and a mail server. Each speaks the
// real protocol, so that systems use their real clients, and records what
// arrived and when.
//
// The zero value of every sink works. Set the exported fields before the first
// request. Observers run outside the sink's lock, on the goroutine of the
// request, before it is answered; they must not block.
package sinks

import (
	"fmt"
	"time"
)

// Statuses of an alert.
const (
	Firing   = "firing"
	Resolved = "resolved"
)

// Alert is the machine-readable part of a message about an alert. Chat messages
// carry it as short fields of the attachment, pages as custom details, under the
// names level, alert, provider, status and since. Absent values are empty.
type Alert struct {
	Level    string    // informational, review_soon, look_now
	Name     string    // of the alert rule
	Provider string    //
	Status   string    // Firing, Resolved or ""
	Since    time.Time // when the alert began, in UTC; zero when not told
}

// set takes one named value. Names that mean nothing here are left to people.
func (a *Alert) set(name, value string) error {
	switch name {
	case "level":
		a.Level = value
	case "alert":
		a.Name = value
	case "provider":
		a.Provider = value
	case "status":
		if value != "" && value != Firing && value != Resolved {
			return fmt.Errorf("status is %q, not firing or resolved", value)
		}
		a.Status = value
	case "since":
		return a.setSince(value)
	}
	return nil
}

func (a *Alert) setSince(value string) error {
	if value == "" {
		return nil
	}
	t, err := time.Parse(time.RFC3339, value)
	if err != nil {
		return fmt.Errorf("since is %q, not an RFC 3339 instant", value)
	}
	a.Since = t.UTC()
	return nil
}
