package fault_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"anchorage/sim/fault"
	"anchorage/sim/journal"
	"anchorage/sim/units"
)

func TestWhat(t *testing.T) {
	second := units.Duration(time.Second)
	for want, in := range map[string]fault.Inject{
		"routing: hint_required":              {Routing: fault.HintRequired},
		"status 503":                          {Status: 503},
		"status 500 ErrorInternalServerError": {Status: 500, Code: "ErrorInternalServerError"},
		"status 200 with a body of its own":   {Status: 200, Body: "{}"},
		"429, Retry-After 30s":                {Throttle: &fault.Throttle{RetryAfter: 30 * second}},
		"429, Retry-After 2.128s":             {Throttle: &fault.Throttle{RetryAfter: units.Duration(2128 * time.Millisecond)}},
		"429 without Retry-After":             {Throttle: &fault.Throttle{}},
		"no answer":                           {Timeout: true},
		"connection refused":                  {Refuse: true},
		"latency 1m30s":                       {Latency: &fault.Latency{Median: 90 * second}},
		"latency median 2s, p95 1h":           {Latency: &fault.Latency{Median: 2 * second, P95: 3600 * second}},
		"status 503 and latency 2s":           {Status: 503, Latency: &fault.Latency{Median: 2 * second}},
	} {
		assert.Equal(t, want, fault.Rule{Inject: in}.What())
	}
}

func TestWhom(t *testing.T) {
	for want, rule := range map[string]fault.Rule{
		"all requests":           {},
		"outlook.com":            {Match: fault.Match{Provider: "outlook.com"}},
		"custom-domain":          {Match: fault.Match{Cohort: "custom-domain"}},
		"few of outlook.com":     {Match: fault.Match{Provider: "outlook.com", Cohort: "few"}},
		"12.5 % of outlook.com":  {Match: fault.Match{Provider: "outlook.com", Share: 0.125}},
		"100 % of all mailboxes": {Match: fault.Match{Share: 1}, Every: 1},
		"20 % of all mailboxes, another 20 % each time": {Match: fault.Match{Share: 0.2}, Every: 1},
		"outlook.com, operation token or me, without a token, with Prefer, without X-AnchorMailbox, with A: b": {Match: fault.Match{
			Provider: "outlook.com", Operation: []string{journal.Token, journal.Me}, Token: "none",
			Header: fault.HeaderMatch{Present: []string{"Prefer"}, Absent: []string{"X-AnchorMailbox"}, Equal: map[string]string{"A": "b"}},
		}},
		"at graph.microsoft.com, by graph_v1, method GET, path /v1.0/me, with a token of live": {Match: fault.Match{
			Host: "graph.microsoft.com", Dialect: journal.Graph, Method: "GET", Path: "/v1.0/me", Token: "live",
		}},
	} {
		assert.Equal(t, want, rule.Whom())
	}
}

func TestThrottleAnswer(t *testing.T) {
	w := newWorld()
	e := w.engine(t, fault.Rule{Name: "one", Inject: fault.Inject{Throttle: &fault.Throttle{RetryAfter: units.Duration(30 * time.Second)}}})
	a := e.Decide(from, w.request("work-00")).Answer
	assert.Equal(t, 429, a.Status)
	assert.Equal(t, "ApplicationThrottled", a.Code)
	assert.Equal(t, "30", a.Header.Get("Retry-After"))

	e = w.engine(t, fault.Rule{Name: "one", Inject: fault.Inject{Throttle: &fault.Throttle{}}})
	assert.Empty(t, e.Decide(from, w.request("work-00")).Answer.Header)
}
