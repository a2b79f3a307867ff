package explore_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"sync/atomic"

	"anchorage/harness/ours"
	"anchorage/harness/sut"
)

// plantVariable says what is wrong with the system of this process and of the
// workers that it starts.
const plantVariable = "ANCHORAGE_EXPLORE_PLANT"

// planted is our system, or one that does not survive an overload as it should.
type planted struct {
	ours.Factory
	what string
}

// factory is the one of this process.
func factory() sut.Factory {
	if what := os.Getenv(plantVariable); what != "" {
		return planted{what: what}
	}
	return ours.Factory{}
}

// Start implements sut.Factory.
func (p planted) Start(ctx context.Context, env sut.Env) (sut.System, error) {
	seen := &spoilt{inner: env.HTTP, what: p.what}
	env.HTTP = seen
	inner, err := p.Factory.Start(ctx, env)
	if err != nil {
		return nil, err
	}
	return &forgetful{System: inner, seen: seen}, nil
}

// Capabilities implements sut.Factory: what is planted has no further abilities.
func (planted) Capabilities(raw json.RawMessage) (sut.Capabilities, error) {
	c, err := ours.Factory{}.Capabilities(raw)
	return sut.Capabilities{Poll: c.Poll}, err
}

// spoilt notes that an answer was a 503.
type spoilt struct {
	inner http.RoundTripper
	what  string
	met   atomic.Bool
}

// RoundTrip implements http.RoundTripper.
func (s *spoilt) RoundTrip(r *http.Request) (*http.Response, error) {
	w, err := s.inner.RoundTrip(r)
	if err == nil && w.StatusCode == http.StatusServiceUnavailable {
		s.met.Store(true)
		if s.what == "panic" {
			panic(fmt.Sprintf("planted: %s answers 503", r.URL.Host))
		}
	}
	return w, err
}

// forgetful answers reads with nothing, once it has met a 503.
type forgetful struct {
	sut.System
	seen *spoilt
}

// Read implements sut.System.
func (f *forgetful) Read(ctx context.Context, id sut.AccountID, w sut.Window) (sut.Snapshot, error) {
	s, err := f.System.Read(ctx, id, w)
	if f.seen.met.Load() && f.seen.what == "empty" {
		s.Events = nil
	}
	return s, err
}

// Kill implements sut.Killable.
func (f *forgetful) Kill() { f.System.(sut.Killable).Kill() }
