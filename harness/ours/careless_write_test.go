package ours_test

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"time"

	"anchorage/harness/sut"
)

// Write implements sut.Writer as it is done without care: at once, again when no
// answer comes, and with nothing by which the provider could know that it is the
// same change.
func (s *carelessSystem) Write(ctx context.Context, id sut.AccountID, key string, c sut.Change) error {
	s.mu.Lock()
	a := s.accounts[id]
	event := c.Event
	if made, known := s.made[c.Event]; known {
		event = made
	}
	s.mu.Unlock()
	stamp := func(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05.0000000") }
	body := fmt.Sprintf(`{"subject":%q,"start":{"dateTime":%q,"timeZone":"UTC"},"end":{"dateTime":%q,"timeZone":"UTC"}}`, c.Subject, stamp(c.Start), stamp(c.End))
	method, path := http.MethodPost, ""
	switch c.Kind {
	case "update":
		method, path = http.MethodPatch, "/"+event
	case "delete":
		method, path, body = http.MethodDelete, "/"+event, ""
	}
	var err error
	for range 3 {
		var made struct{ ID string }
		if made.ID, err = s.send(ctx, a, method, path, body); err != nil {
			continue
		}
		s.mu.Lock()
		s.made[key] = made.ID
		s.mu.Unlock()
		return nil
	}
	return err
}

func (s *carelessSystem) send(ctx context.Context, a *carelessAccount, method, path, body string) (id string, err error) {
	request, err := http.NewRequestWithContext(ctx, method, "https://graph.microsoft.com/v1.0/me/events"+path, strings.NewReader(body))
	if err != nil {
		return "", err
	}
	request.Header.Set("Authorization", "Bearer "+a.access)
	request.Header.Set("Content-Type", "application/json")
	var answer struct{ ID string }
	_, err = s.do(request, &answer)
	return answer.ID, err
}

// Written implements sut.Writer: what was sent is done.
func (s *carelessSystem) Written(context.Context, sut.AccountID, string) (sut.WriteState, error) {
	return sut.WriteState{State: "delivered"}, nil
}
