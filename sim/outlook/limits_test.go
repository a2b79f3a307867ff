package outlook_test

import (
	"net/http"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"anchorage/sim/fault"
	"anchorage/sim/mailbox"
	"anchorage/sim/outlook"
)

func TestRequestRate(t *testing.T) {
	f := newFixture(t)
	f.server.Latency.Median = -1
	a, b := f.store.All()[0].Spec().ID, f.store.All()[1].Spec().ID
	ask := func(id string) reply { return f.get(id+"/graph", graph+"/me") }
	for range 10_000 {
		require.Equal(t, 200, ask(a).status)
	}
	f.clock.now = f.clock.now.Add(4*time.Minute + time.Millisecond)
	r := ask(a)
	assert.Equal(t, http.StatusTooManyRequests, r.status)
	assert.Equal(t, "ApplicationThrottled", r.code())
	assert.Equal(t, "360", r.header.Get("Retry-After"), "seconds to the window's end, rounded up")
	assert.Equal(t, 200, ask(b).status, "each mailbox by itself")
	assert.Zero(t, f.server.EarlyRetries(a))
	ask(a)
	ask(a)
	assert.Equal(t, 2, f.server.EarlyRetries(a))
	assert.Zero(t, f.server.EarlyRetries(b))
	assert.Zero(t, f.server.EarlyRetries("nobody"))
	f.clock.now = f.clock.now.Add(6 * time.Minute)
	assert.Equal(t, 200, ask(a).status)
	assert.Equal(t, 2, f.server.EarlyRetries(a), "as late as was asked for")
}

// What a fault rule answers is a promise too, if it says until when.
func TestEarlyRetries(t *testing.T) {
	for name, row := range map[string]struct {
		status int
		header string
		early  int
		wait   time.Duration
	}{
		"throttled":       {429, "30", 1, 30 * time.Second},
		"unavailable":     {503, "0.5", 1, 500 * time.Millisecond},
		"says no time":    {429, "", 0, 0},
		"says no number":  {429, "soon", 0, 0},
		"some other fail": {500, "30", 0, 0},
	} {
		t.Run(name, func(t *testing.T) {
			f := newFixture(t)
			f.server.Latency.Median = -1
			id := f.store.All()[0].Spec().ID
			f.server.Faults = decide(func(time.Time, fault.Request) fault.Decision {
				return fault.Decision{Answer: &fault.Answer{Status: row.status, Header: http.Header{"Retry-After": {row.header}}}}
			})
			f.get(id+"/graph", graph+"/me")
			assert.Equal(t, row.wait, f.last().RetryAfter)
			f.server.Faults = nil
			asked := f.clock.now
			f.get(id+"/graph", graph+"/me")
			assert.Equal(t, row.early == 1, f.last().Early > 0)
			if row.early == 1 {
				assert.Equal(t, asked.Add(row.wait), f.clock.now.Add(f.last().Early))
				assert.True(t, asked.Equal(f.last().Asked))
			}
			f.clock.now = f.clock.now.Add(30 * time.Second)
			f.get(id+"/graph", graph+"/me")
			assert.Equal(t, row.early, f.server.EarlyRetries(id))
		})
	}
}

func TestConcurrency(t *testing.T) {
	for name, row := range map[string]struct {
		limits outlook.Limits
		passed int
	}{"documented": {outlook.Limits{}, 4}, "none": {outlook.Limits{Concurrent: -1}, 7}, "set": {outlook.Limits{Concurrent: 2}, 2}} {
		t.Run(name, func(t *testing.T) {
			inBubble(t, false, func(f *fixture, client *http.Client) {
				f.server.Limits = row.limits
				f.server.Observe = nil
				f.server.Latency = outlook.Latency{Median: time.Second, P95: time.Second}
				var mu sync.Mutex
				status := map[int]int{}
				var all sync.WaitGroup
				for range 7 {
					all.Go(func() {
						r, err := http.NewRequest("GET", graph+"/me", nil)
						assert.NoError(f, err)
						r.Header.Set("Authorization", "Bearer m365-0001/graph")
						w, err := client.Do(r)
						assert.NoError(f, err)
						w.Body.Close()
						mu.Lock()
						defer mu.Unlock()
						status[w.StatusCode]++
						if w.StatusCode == 429 {
							assert.Equal(f, "2", w.Header.Get("Retry-After"))
						}
					})
				}
				all.Wait()
				synctest.Wait()
				assert.Equal(f, row.passed, status[200])
				assert.Equal(f, 7-row.passed, status[429])
			})
		})
	}
}

func TestPlacesAreGivenBack(t *testing.T) {
	f := newFixture(t)
	id := f.pick(kind(mailbox.Standard, true)).Spec().ID
	for _, d := range []fault.Decision{{Refuse: true}, {ResetAfter: true}, {ResetBefore: true}} {
		f.server.Faults = decide(func(time.Time, fault.Request) fault.Decision { return d })
		for range 5 {
			r, err := http.NewRequest("GET", graphEvents, nil)
			require.NoError(t, err)
			r.Header.Set("Authorization", "Bearer "+id+"/graph")
			_, err = f.transport.RoundTrip(r)
			require.Error(t, err)
		}
	}
	f.server.Faults = nil
	assert.Equal(t, 200, f.get(id+"/graph", graphEvents).status)
}
