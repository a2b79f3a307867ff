package ours

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"anchorage/harness/sut"
	"anchorage/system"
	"anchorage/system/relink"
	"anchorage/system/service"
)

// System is one running instance of ours.
type System struct {
	env     sut.Env
	service *service.Service
	kept    *kept
	server  *http.Server
	serving sync.WaitGroup
	told    atomic.Pointer[func(sut.Step)] // who is told of steps; nil: nobody
}

// Inspect implements sut.Inspector.
func (s *System) Inspect(tell func(sut.Step)) { s.told.Store(&tell) }

func (s *System) step(x system.Step) {
	if tell := s.told.Load(); tell != nil {
		(*tell)(sut.Step{At: x.At, Provider: string(x.Provider), What: x.What})
	}
}

// Link implements sut.System: it registers the account through the HTTP
// interface and follows the sign-in with the owner's browser.
func (s *System) Link(ctx context.Context, a sut.AccountSpec, browser http.RoundTripper) (sut.AccountID, error) {
	body, err := json.Marshal(map[string]string{"email": a.Email, "provider": a.Provider, "authorization": a.Authorization, "key": a.Mailbox})
	if err != nil {
		return "", fmt.Errorf("link: %w", err)
	}
	var made struct {
		ID           sut.AccountID `json:"id"`
		AuthorizeURL string        `json:"authorize_url"`
	}
	if err := s.call(ctx, http.MethodPost, "/v1/accounts", body, &made); err != nil {
		return "", fmt.Errorf("link: %w", err)
	}
	client := &http.Client{Transport: browser}
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, made.AuthorizeURL, nil)
	if err != nil {
		return "", fmt.Errorf("link: %w", err)
	}
	response, err := client.Do(request)
	if err != nil {
		return "", fmt.Errorf("link: %w", err)
	}
	defer response.Body.Close()
	page, err := io.ReadAll(response.Body)
	if err != nil {
		return "", fmt.Errorf("link: %w", err)
	}
	if response.StatusCode != http.StatusOK || !bytes.Contains(page, []byte(`data-outcome="linked"`)) {
		return "", fmt.Errorf("link: the last page says %s: %s", response.Status, strings.TrimSpace(string(page)))
	}
	return made.ID, nil
}

// shownEvent is what an owner looks at in an event of a read; the rest of it would
// only have to be decoded, tens of thousands of times.
type shownEvent struct {
	ID      string    `json:"id"`
	Subject string    `json:"subject"`
	Start   time.Time `json:"start"`
	End     time.Time `json:"end"`
	Busy    string    `json:"show_as"`
}

// usualEvents is how many there is room for from the start: a look shows fewer, mostly.
const usualEvents = 32

// Read implements sut.System.
func (s *System) Read(ctx context.Context, id sut.AccountID, w sut.Window) (sut.Snapshot, error) {
	var answer struct {
		AsOf   time.Time    `json:"as_of"`
		Stale  bool         `json:"stale"`
		Events []shownEvent `json:"events"`
	}
	answer.Events = make([]shownEvent, 0, usualEvents)
	path := "/v1/accounts/" + string(id) + "/events?from=" + url.QueryEscape(w.From.Format(time.RFC3339Nano)) + "&until=" + url.QueryEscape(w.Until.Format(time.RFC3339Nano))
	if err := s.call(ctx, http.MethodGet, path, nil, &answer); err != nil {
		return sut.Snapshot{}, err
	}
	snapshot := sut.Snapshot{AsOf: answer.AsOf, Stale: answer.Stale, Events: make([]sut.Event, len(answer.Events))}
	for i, e := range answer.Events {
		e.ID = strings.TrimPrefix(e.ID, draftPrefix)
		snapshot.Events[i] = sut.Event(e)
	}
	return snapshot, nil
}

// draftPrefix begins the id under which our interface shows what a queued create
// makes; the write's key follows.
const draftPrefix = "draft:"

// Deploy implements sut.Operated.
func (s *System) Deploy(_ context.Context, settings json.RawMessage) error {
	return s.service.Deploy(settings)
}

// Enable implements sut.Operated.
func (s *System) Enable(_ context.Context, settings json.RawMessage) error {
	return s.service.Enable(settings)
}

// Try implements sut.Operated.
func (s *System) Try(ctx context.Context, settings json.RawMessage, lasts time.Duration) error {
	return s.service.Try(ctx, settings, lasts)
}

// Relink implements sut.Relinker.
func (s *System) Relink(ctx context.Context, c sut.RelinkCampaign) error {
	return s.service.Relink(ctx, relink.Campaign{Select: c.Select, PerHour: c.PerHour})
}

// Well implements sut.Reporter.
func (s *System) Well(ctx context.Context, id sut.AccountID) (bool, error) {
	var answer struct {
		State system.State `json:"state"`
	}
	err := s.call(ctx, http.MethodGet, "/v1/accounts/"+string(id), nil, &answer)
	return answer.State == system.StateHealthy, err
}

// Unhelped implements sut.Lister.
func (s *System) Unhelped(ctx context.Context) ([]sut.AccountID, error) {
	var answer struct {
		Accounts []struct {
			ID     sut.AccountID `json:"id"`
			Reason string        `json:"reason"`
		} `json:"accounts"`
	}
	if err := s.call(ctx, http.MethodGet, "/v1/unhelped", nil, &answer); err != nil {
		return nil, err
	}
	var ids []sut.AccountID
	for _, a := range answer.Accounts {
		if a.Reason != "" { // without one it is not listed as it should be
			ids = append(ids, a.ID)
		}
	}
	return ids, nil
}

// Stop implements sut.System.
func (s *System) Stop(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, stopPatience)
	defer cancel()
	err := errors.Join(s.service.Stop(ctx), s.kept.alerting.Stop(), s.server.Shutdown(ctx))
	s.serving.Wait()
	return err
}
