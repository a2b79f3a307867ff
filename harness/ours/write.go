package ours

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"time"

	"anchorage/harness/sut"
)

// writeRequest is the body of a write in the HTTP interface.
type writeRequest struct {
	ID      string    `json:"id"`
	Kind    string    `json:"kind"`
	Event   string    `json:"event,omitempty"`
	DraftOf string    `json:"draft_of,omitempty"`
	Subject string    `json:"subject,omitempty"`
	Start   time.Time `json:"start,omitzero"`
	End     time.Time `json:"end,omitzero"`
}

// Write implements sut.Writer. An event that the calendar does not have is taken
// for the key of the create that makes it.
func (s *System) Write(ctx context.Context, id sut.AccountID, key string, c sut.Change) error {
	request := writeRequest{ID: key, Kind: c.Kind, Event: c.Event, Subject: c.Subject, Start: c.Start, End: c.End}
	status, body, err := s.post(ctx, id, request)
	if err == nil && status == http.StatusNotFound && c.Event != "" && strings.Contains(body, `"unknown_event"`) {
		request.Event, request.DraftOf = "", c.Event
		status, body, err = s.post(ctx, id, request)
	}
	if err != nil {
		return fmt.Errorf("write: %w", err)
	}
	if status != http.StatusAccepted && status != http.StatusOK {
		return fmt.Errorf("write: status %d: %s", status, body)
	}
	return nil
}

// Written implements sut.Writer.
func (s *System) Written(ctx context.Context, id sut.AccountID, key string) (sut.WriteState, error) {
	var answer struct {
		State  string `json:"state"`
		Reason string `json:"reason"`
	}
	err := s.call(ctx, http.MethodGet, "/v1/accounts/"+string(id)+"/writes/"+url.PathEscape(key), nil, &answer)
	return sut.WriteState{State: answer.State, Reason: answer.Reason}, err
}

func (s *System) post(ctx context.Context, id sut.AccountID, w writeRequest) (status int, body string, err error) {
	raw, err := json.Marshal(w)
	if err != nil {
		return 0, "", err
	}
	r := httptest.NewRequestWithContext(ctx, http.MethodPost, s.env.PublicURL+"/v1/accounts/"+string(id)+"/writes", strings.NewReader(string(raw)))
	r.Header.Set("Content-Type", "application/json")
	answer := httptest.NewRecorder()
	s.service.Handler().ServeHTTP(answer, r)
	return answer.Code, strings.TrimSpace(answer.Body.String()), nil
}
