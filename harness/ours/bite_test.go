package ours_test

import (
	"context"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"anchorage/harness/check"
	"anchorage/harness/history"
	"anchorage/harness/ours"
	"anchorage/harness/sut"
	"anchorage/harness/world"
	"anchorage/scenarios"
)

// The checks can fail: each test here alters the system, its rules or the
// scenario and names the verdict that must break.

// verdict finds one by name.
func verdict(t *testing.T, h *history.History, name string) check.Verdict {
	t.Helper()
	var names []string
	for _, v := range check.Run(h) {
		if v.Name == name {
			return v
		}
		names = append(names, v.Name)
	}
	require.Failf(t, "no such verdict", "%q is none of %q", name, names)
	return check.Verdict{}
}

// altered writes a copy of a shipped scenario, with its rule files beside it,
// after replacing text in it, and returns its path.
func altered(t *testing.T, name string, replace ...string) string {
	t.Helper()
	dir := t.TempDir()
	require.NoError(t, os.CopyFS(filepath.Join(dir, "alerts"), os.DirFS(filepath.Join(scenarioDir, "alerts"))))
	text, err := os.ReadFile(filepath.Join(scenarioDir, name))
	require.NoError(t, err)
	for i := 0; i < len(replace); i += 2 {
		require.Contains(t, string(text), replace[i])
	}
	path := filepath.Join(dir, name)
	require.NoError(t, os.WriteFile(path, []byte(strings.NewReplacer(replace...).Replace(string(text))), 0o644))
	return path
}

func TestFlickerThatNeverFiresIsVacuous(t *testing.T) {
	t.Parallel()
	path := altered(t, "flicker-storm.yaml", "match: {share: 0.3, ", "match: {share: 0.3, path: /nowhere/*, ")
	h := replay(t, world.Job{Path: path, Variant: "as-it-happened", Fleet: 0.1}) // nobody is met, however many
	v := verdict(t, h, "faults-fired")
	assert.Equal(t, check.Vacuous, v.Status, v.Message)
}

// readThrough is our system with the mistake of asking the provider when an
// owner reads: with whatever token it last saw go by.
type readThrough struct{ ours.Factory }

func (f readThrough) Start(ctx context.Context, env sut.Env) (sut.System, error) {
	spy := &tokenSpy{next: env.HTTP}
	env.HTTP = spy
	inner, err := f.Factory.Start(ctx, env)
	return &throughSystem{System: inner.(*ours.System), spy: spy}, err
}

type throughSystem struct {
	*ours.System
	spy *tokenSpy
}

func (s *throughSystem) Read(ctx context.Context, id sut.AccountID, w sut.Window) (sut.Snapshot, error) {
	if r := s.spy.last(); r != nil {
		if response, err := s.spy.next.RoundTrip(r.Clone(ctx)); err == nil {
			response.Body.Close()
		}
	}
	return s.System.Read(ctx, id, w)
}

// tokenSpy remembers the last request for a calendar.
type tokenSpy struct {
	next http.RoundTripper

	mu   sync.Mutex
	seen *http.Request
}

func (s *tokenSpy) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.Method == http.MethodGet && r.Header.Get("Authorization") != "" {
		s.mu.Lock()
		s.seen = r.Clone(context.WithoutCancel(r.Context()))
		s.mu.Unlock()
	}
	return s.next.RoundTrip(r)
}

func (s *tokenSpy) last() *http.Request {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.seen
}

const oneOwner = `
name: one-owner
title: One owner who reads
clock: {from: 2024-05-07T08:00:00Z, until: 2024-05-07T12:00:00Z}
seed: 1
fleet: [{name: consumers, provider: outlook.com, mailboxes: 1, authorization: live}]
owners: {edits_per_day: 24, reads_per_day: 96, time_zone: Europe/London}
expect:
  - {name: answered, cache: {reads: answered, share: 1.0}}
`

// fewRules is few.rules.yml beside scenarios that are written here.
const fewRules = `groups: [{name: few, interval: 1h, rules: [{record: one, expr: vector(1)}]}]`

func runHere(t *testing.T, text string, factory sut.Factory) *history.History {
	t.Helper()
	source, err := scenarios.Parse("one-owner.yaml", []byte(text), scenarios.Options{Settings: factory.Settings})
	require.NoError(t, err)
	file, err := source.File("")
	require.NoError(t, err)
	var h *history.History
	synctest.Test(t, func(t *testing.T) {
		h, err = world.Run(t.Context(), world.Config{File: file, Variant: "test", Factory: factory, ReadFile: readHere})
	})
	require.NoError(t, err)
	return h
}

func readHere(name string) ([]byte, error) {
	if name != "few.rules.yml" {
		return nil, os.ErrNotExist
	}
	return []byte(fewRules), nil
}

func TestReadsThatGoThroughBreakThePromise(t *testing.T) {
	assert.Equal(t, check.Held, verdict(t, runHere(t, oneOwner, ours.Factory{}), "reads-answered-from-cache").Status)
	v := verdict(t, runHere(t, oneOwner, readThrough{}), "reads-answered-from-cache")
	assert.Equal(t, check.Broken, v.Status, v.Message)
}
