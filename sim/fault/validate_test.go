package fault_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"anchorage/sim/fault"
	"anchorage/sim/journal"
	"anchorage/sim/units"
)

func TestValidate(t *testing.T) {
	hour, minute := units.Duration(time.Hour), units.Duration(time.Minute)
	good := status(503)
	for name, c := range map[string]struct {
		rule  fault.Rule
		field string
		says  string
	}{
		"ErrNoName":         {fault.Rule{Name: " ", Inject: good}, "name", "is missing"},
		"ErrForWithout":     {fault.Rule{For: minute, Inject: good}, "for", "without every"},
		"ErrEveryWithout":   {fault.Rule{Every: minute, Inject: good}, "every", "without for"},
		"ErrTooFast":        {fault.Rule{Every: units.Duration(time.Millisecond * 2), For: units.Duration(time.Millisecond), Inject: good}, "every", "2ms is too fast"},
		"ErrForNotShorter":  {fault.Rule{Every: hour, For: hour, Inject: good}, "for", "1h is not shorter than every, 1h"},
		"ErrUntilBeforeAt":  {fault.Rule{At: at(2 * time.Hour), Until: at(time.Hour), Inject: good}, "until", "is not after at"},
		"ErrUntilIsAt":      {fault.Rule{At: at(time.Hour), Until: at(time.Hour), Inject: good}, "until", "is not after at"},
		"ErrProvider":       {fault.Rule{Match: fault.Match{Provider: "outlook"}, Inject: good}, "match.provider", "outlook.com, microsoft365"},
		"ErrDialect":        {fault.Rule{Match: fault.Match{Dialect: "graph"}, Inject: good}, "match.dialect", "graph_v1"},
		"ErrOperation":      {fault.Rule{Match: fault.Match{Operation: []string{journal.Me, "events"}}, Inject: good}, "match.operation", `"events" is unknown; expected one of authorize, token`},
		"ErrMethod":         {fault.Rule{Match: fault.Match{Method: "get"}, Inject: good}, "match.method", "GET"},
		"ErrToken":          {fault.Rule{Match: fault.Match{Token: "opaque"}, Inject: good}, "match.token", "live, identity_platform, none"},
		"ErrShare":          {fault.Rule{Match: fault.Match{Share: 1.5}, Inject: good}, "match.share", "1.5"},
		"ErrHost":           {fault.Rule{Match: fault.Match{Host: "https://graph.microsoft.com"}, Inject: good}, "match.host", "without scheme"},
		"ErrGlob":           {fault.Rule{Match: fault.Match{Path: "/api/[a"}, Inject: good}, "match.path", "bracket"},
		"ErrRelativePath":   {fault.Rule{Match: fault.Match{Path: "*calendars"}, Inject: good}, "match.path", "slash"},
		"ErrHeaderName":     {fault.Rule{Match: fault.Match{Header: fault.HeaderMatch{Absent: []string{"x anchor"}}}, Inject: good}, "match.header.absent", "not a header name"},
		"ErrEmptyHeader":    {fault.Rule{Match: fault.Match{Header: fault.HeaderMatch{Present: []string{""}}}, Inject: good}, "match.header.present", "not a header name"},
		"ErrHeaderBoth":     {fault.Rule{Match: fault.Match{Header: fault.HeaderMatch{Present: []string{"prefer"}, Absent: []string{"Prefer"}}}, Inject: good}, "match.header", "absent and have a value"},
		"ErrHeaderEqual":    {fault.Rule{Match: fault.Match{Header: fault.HeaderMatch{Equal: map[string]string{"prefer": "a"}, Absent: []string{"Prefer"}}}, Inject: good}, "match.header", "absent and have a value"},
		"ErrHeaderTwice":    {fault.Rule{Match: fault.Match{Header: fault.HeaderMatch{Equal: map[string]string{"prefer": "a", "Prefer": "b"}}}, Inject: good}, "match.header.equal", "are one header"},
		"ErrNoInjection":    {fault.Rule{}, "inject", "routing, status, throttle, timeout, refuse, reset, cut_body, malformed, html, gone, token, notifications, subscription, stale_reads, latency"},
		"ErrTwoInjections":  {fault.Rule{Inject: fault.Inject{Status: 503, Refuse: true}}, "inject", "status, refuse"},
		"ErrRouting":        {fault.Rule{Inject: fault.Inject{Routing: "hint"}}, "inject.routing", "lookup, hint_required"},
		"ErrRoutingSignIn":  {fault.Rule{Match: fault.Match{Operation: []string{journal.Token}}, Inject: fault.Inject{Routing: fault.HintRequired}}, "match", "front door"},
		"ErrRoutingOAuth":   {fault.Rule{Match: fault.Match{Dialect: journal.OAuth}, Inject: fault.Inject{Routing: fault.HintRequired}}, "match", "front door"},
		"ErrStatus":         {fault.Rule{Inject: status(302)}, "inject.status", "302 is no error"},
		"ErrStatusTooHigh":  {fault.Rule{Inject: status(600)}, "inject.status", "600 is no error"},
		"ErrStatusNegative": {fault.Rule{Inject: status(-1)}, "inject.status", "-1 is no error"},
		"ErrEmptySuccess":   {fault.Rule{Inject: status(200)}, "inject.status", "without a body"},
		"ErrCodeAlone":      {fault.Rule{Inject: fault.Inject{Code: "X"}}, "inject.status", "is missing"},
		"ErrCodeAndBody":    {fault.Rule{Inject: fault.Inject{Status: 500, Code: "X", Body: "y"}}, "inject.code", "lost"},
		"ErrAnswerHeader":   {fault.Rule{Inject: fault.Inject{Status: 500, Headers: map[string]string{"a b": "c"}}}, "inject.headers", "not a header name"},
		"ErrAnswerLines":    {fault.Rule{Inject: fault.Inject{Status: 500, Headers: map[string]string{"A": "c\r\nB: d"}}}, "inject.headers", "several lines"},
		"ErrNoMedian":       {fault.Rule{Inject: fault.Inject{Latency: &fault.Latency{}}}, "inject.latency.median", "is missing"},
		"ErrP95":            {fault.Rule{Inject: fault.Inject{Latency: &fault.Latency{Median: hour, P95: minute}}}, "inject.latency.p95", "1m is below the median of 1h"},
	} {
		t.Run(name, func(t *testing.T) {
			if c.rule.Name == "" {
				c.rule.Name = "one"
			}
			got := fault.Validate([]fault.Rule{{Name: "before", Inject: good}, c.rule})
			if assert.Len(t, got, 1, "%v", got) {
				assert.Equal(t, 1, got[0].Index)
				assert.Equal(t, c.field, got[0].Field)
				assert.Contains(t, got[0].Message, c.says)
			}
		})
	}
}

func TestValidateOK(t *testing.T) {
	minute := units.Duration(time.Minute)
	assert.Empty(t, fault.Validate([]fault.Rule{
		{Name: "routing", At: at(0), Match: fault.Match{Provider: "outlook.com", Operation: []string{journal.Token, journal.Delta}}, Inject: fault.Inject{Routing: fault.HintRequired}},
		{Name: "flicker", Every: 47 * minute, For: minute, Match: fault.Match{Share: 0.2}, Inject: status(503)},
		{Name: "empty", Inject: fault.Inject{Status: 200, Body: "<html></html>", Headers: map[string]string{"Content-Type": "text/html"}}},
		{Name: "slow and throttled", Inject: fault.Inject{Throttle: &fault.Throttle{}, Latency: &fault.Latency{Median: minute}}},
		{Name: "path", Match: fault.Match{Path: "/v1.0/me/calendars/*/events", Header: fault.HeaderMatch{Present: []string{"Prefer"}, Equal: map[string]string{"Prefer": "a"}}}, Inject: fault.Inject{Timeout: true}},
	}))
}

func TestValidateFindsAll(t *testing.T) {
	got := fault.Validate([]fault.Rule{
		{Name: "a", Inject: status(503)},
		{Name: "a", For: units.Duration(time.Second), Inject: fault.Inject{Status: 99, Code: "c", Body: "b"}},
		{Name: "a"},
	})
	var fields []string
	for _, p := range got {
		fields = append(fields, p.Field)
	}
	assert.Equal(t, []string{"name", "for", "inject.status", "inject.code", "name", "inject"}, fields)
	assert.Contains(t, got[0].Message, "fault number 1")
	assert.Contains(t, got[4].Message, "fault number 1")
}
