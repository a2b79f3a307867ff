package ours_test

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"

	"anchorage/harness/ours"
	"anchorage/harness/sut"
)

// careless is a sync client as it is written in an afternoon. It has no time-out
// and no second try, takes whatever status and body for an answer, believes that
// it is fresh whenever it was answered, takes a lost place for an empty calendar,
// and never says that it is stale. It did read how series are told. What a fault does to it is what care prevents.
type careless struct{ ours.Factory }

const (
	carelessPoll = 10 * time.Minute
	carelessBack = "http://sync.example.com/oauth/callback"
	carelessBase = "https://login.microsoftonline.com/common/oauth2/v2.0/"
)

func (careless) Capabilities(json.RawMessage) (sut.Capabilities, error) {
	return sut.Capabilities{Poll: carelessPoll, Writes: true}, nil
}

func (careless) Start(ctx context.Context, env sut.Env) (sut.System, error) {
	s := &carelessSystem{env: env, accounts: map[sut.AccountID]*carelessAccount{}, made: map[string]string{}}
	s.ctx, s.cancel = context.WithCancel(ctx)
	return s, nil
}

type carelessSystem struct {
	env     sut.Env
	ctx     context.Context
	cancel  context.CancelFunc
	pollers sync.WaitGroup
	idle    bool // polls nobody

	mu       sync.Mutex
	accounts map[sut.AccountID]*carelessAccount
	made     map[string]string // events, by the key of the write that made them
}

type carelessAccount struct {
	access, refresh string
	refreshed       time.Time
	next            string // address of the next delta request

	// Guarded by carelessSystem.mu.
	events map[string]sut.Event
	series map[string]string // of occurrences
	asOf   time.Time
}

func (s *carelessSystem) Link(ctx context.Context, a sut.AccountSpec, browser http.RoundTripper) (sut.AccountID, error) {
	client := &http.Client{Transport: browser, CheckRedirect: func(r *http.Request, _ []*http.Request) error {
		if r.URL.Host == "sync.example.com" {
			return http.ErrUseLastResponse
		}
		return nil
	}}
	query := url.Values{"client_id": {"careless"}, "response_type": {"code"}, "redirect_uri": {carelessBack}, "scope": {"Calendars.Read offline_access"}}
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, carelessBase+"authorize?"+query.Encode(), nil)
	if err != nil {
		return "", err
	}
	response, err := client.Do(request)
	if err != nil {
		return "", err
	}
	response.Body.Close()
	back, err := response.Location()
	if err != nil {
		return "", fmt.Errorf("careless: no redirect: %w", err)
	}
	account := &carelessAccount{events: map[string]sut.Event{}, series: map[string]string{}}
	if err := s.tokens(ctx, account, "grant_type", "authorization_code", "code", back.Query().Get("code"), "redirect_uri", carelessBack); err != nil {
		return "", err
	}
	id := sut.AccountID(a.Mailbox)
	s.mu.Lock()
	s.accounts[id] = account
	s.mu.Unlock()
	if !s.idle {
		s.pollers.Go(func() { s.poll(account) })
	}
	return id, nil
}

// tokens asks for some, and keeps what it has if the answer brings none.
func (s *carelessSystem) tokens(ctx context.Context, a *carelessAccount, form ...string) error {
	values := url.Values{"client_id": {"careless"}}
	for i := 0; i < len(form); i += 2 {
		values.Set(form[i], form[i+1])
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, carelessBase+"token", strings.NewReader(values.Encode()))
	if err != nil {
		return err
	}
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	var got struct {
		Access  string `json:"access_token"`
		Refresh string `json:"refresh_token"`
	}
	_, err = s.do(request, &got)
	if got.Access != "" {
		a.access, a.refresh, a.refreshed = got.Access, got.Refresh, time.Now()
	}
	return err
}

// do returns the error of the transport alone: everything else is an answer.
func (s *carelessSystem) do(r *http.Request, into any) (status int, err error) {
	response, err := s.env.HTTP.RoundTrip(r)
	if err != nil {
		return 0, err
	}
	defer response.Body.Close()
	body, _ := io.ReadAll(response.Body)
	_ = json.Unmarshal(body, into)
	return response.StatusCode, nil
}

// poll goes on until a connection fails.
func (s *carelessSystem) poll(a *carelessAccount) {
	for {
		if time.Since(a.refreshed) > 50*time.Minute {
			if err := s.tokens(s.ctx, a, "grant_type", "refresh_token", "refresh_token", a.refresh); err != nil {
				return
			}
		}
		if err := s.round(a); err != nil {
			return
		}
		select {
		case <-s.ctx.Done():
			return
		case <-time.After(carelessPoll):
		}
	}
}

const carelessWindow = "https://graph.microsoft.com/v1.0/me/calendarView/delta?startDateTime=2024-01-01T00:00:00Z&endDateTime=2025-01-01T00:00:00Z"

func (s *carelessSystem) round(a *carelessAccount) error {
	if a.next == "" {
		a.next = carelessWindow
	}
	for more := true; more; {
		request, err := http.NewRequestWithContext(s.ctx, http.MethodGet, a.next, nil)
		if err != nil {
			return err
		}
		request.Header.Set("Authorization", "Bearer "+a.access)
		var page carelessPage
		status, err := s.do(request, &page)
		if err != nil {
			return err
		}
		more = page.Next != ""
		if link := page.Next + page.Delta; link != "" {
			a.next = link
		}
		s.keep(a, status, page)
	}
	return nil
}

type carelessPage struct {
	Value []struct {
		ID         string
		Subject    string
		ShowAs     string
		Start, End struct{ DateTime string }
		Removed    *struct{} `json:"@removed"`
		Type       string
		Series     string `json:"seriesMasterId"`
	}
	Next  string `json:"@odata.nextLink"`
	Delta string `json:"@odata.deltaLink"`
}

func (s *carelessSystem) keep(a *carelessAccount, status int, page carelessPage) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if status == http.StatusGone {
		clear(a.events)
	}
	series := map[string]sut.Event{} // masters of the page
	for _, v := range page.Value {
		if v.Removed != nil || v.Type == "seriesMaster" {
			series[v.ID] = sut.Event{Subject: v.Subject, Busy: v.ShowAs}
			delete(a.events, v.ID)
		}
		if v.Series == "" {
			maps.DeleteFunc(a.events, func(id string, _ sut.Event) bool { return a.series[id] == v.ID })
		}
	}
	for _, v := range page.Value {
		if v.Removed != nil || v.Type == "seriesMaster" {
			continue
		}
		if v.Type == "occurrence" {
			v.Subject, v.ShowAs = series[v.Series].Subject, series[v.Series].Busy
		}
		a.series[v.ID] = v.Series
		start, _ := time.Parse("2006-01-02T15:04:05.9999999", v.Start.DateTime)
		end, _ := time.Parse("2006-01-02T15:04:05.9999999", v.End.DateTime)
		a.events[v.ID] = sut.Event{ID: v.ID, Subject: v.Subject, Start: start, End: end, Busy: v.ShowAs}
	}
	a.asOf = time.Now()
}

func (s *carelessSystem) Read(_ context.Context, id sut.AccountID, w sut.Window) (sut.Snapshot, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	a := s.accounts[id]
	snapshot := sut.Snapshot{AsOf: a.asOf}
	for _, id := range slices.Sorted(maps.Keys(a.events)) {
		if e := a.events[id]; e.Start.Before(w.Until) && e.End.After(w.From) {
			snapshot.Events = append(snapshot.Events, e)
		}
	}
	return snapshot, nil
}

func (s *carelessSystem) Stop(context.Context) error {
	s.cancel()
	s.pollers.Wait()
	return nil
}
