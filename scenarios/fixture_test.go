package scenarios_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"anchorage/scenarios"
	"anchorage/sim/units"
)

// settings is a look-alike of what a system under test would be configured with.
type settings struct {
	Sync          syncSettings     `yaml:"sync,omitempty" json:"sync,omitzero"`
	Routing       routingSettings  `yaml:"routing,omitempty" json:"routing,omitzero"`
	Authorization string           `yaml:"authorization,omitempty" json:"authorization,omitempty"`
	Requests      requestSettings  `yaml:"requests,omitempty" json:"requests,omitzero"`
	Alerting      alertingSettings `yaml:"alerting,omitempty" json:"alerting,omitzero"`
	Limits        map[string]int   `yaml:"limits,omitempty" json:"limits,omitempty"`
	Extra         any              `yaml:"extra,omitempty" json:"extra,omitempty"`
}

type syncSettings struct {
	Poll    units.Duration `yaml:"poll,omitempty" json:"poll,omitzero"`
	Share   units.Share    `yaml:"share,omitempty" json:"share,omitzero"`
	Retries *int           `yaml:"retries,omitempty" json:"retries,omitempty"`
	Backoff float64        `yaml:"backoff,omitempty" json:"backoff,omitempty"`
}

type routingSettings struct {
	Hint        hint   `yaml:"hint,omitempty" json:"hint,omitempty"`
	Remediation string `yaml:"remediation,omitempty" json:"remediation,omitempty"`
}

type requestSettings struct {
	UserAgent  string `yaml:"user_agent,omitempty" json:"user_agent,omitempty"`
	Host       string `yaml:"host,omitempty" json:"host,omitempty"`
	Prefer     string `yaml:"prefer,omitempty" json:"prefer,omitempty"`
	FreshToken bool   `yaml:"fresh_token,omitempty" json:"fresh_token,omitempty"`
}

type alertingSettings struct {
	Rules        string   `yaml:"rules,omitempty" json:"rules,omitempty"`
	Alertmanager string   `yaml:"alertmanager,omitempty" json:"alertmanager,omitempty"`
	Receivers    []string `yaml:"receivers,omitempty" json:"receivers,omitempty"`
}

// hint is a text type that lists its values.
type hint string

func (hint) Values() []string { return []string{"none", "email", "mailbox_id"} }

func (h *hint) UnmarshalText(b []byte) error {
	for _, v := range h.Values() {
		if v == string(b) {
			*h = hint(v)
			return nil
		}
	}
	return fmt.Errorf("%q is not a routing hint; expected none, email or mailbox_id", b)
}

func options() scenarios.Options {
	return scenarios.Options{Settings: func() any { return new(settings) }}
}

// good is a scenario without a mistake; tests spoil it line by line.
const good = `name: demo
title: Demo
clock: {from: 2022-06-14T08:00:00Z, until: 2022-06-14T14:00:00Z}
seed: 1
fleet:
  - name: outlook
    provider: outlook.com
    mailboxes: 12
    authorization: live
    address: {custom_domain: 0.25}
cohorts:
  standard: {provider: outlook.com, address: standard}
owners: {edits_per_day: 3}
system:
  sync: {poll: 15m}
faults:
  - name: overload
    at: 2022-06-14T09:30:00Z
    until: 2022-06-14T11:00:00Z
    match: {provider: outlook.com}
    inject: {status: 503}
team: {hours: 09:00-17:30}
operators:
  - at: 2022-06-14T10:00:00Z
    post: {state: identified, text: we look, claims: {healthy: {select: {fleet: outlook}, share: 0.5}}}
expect:
  - claim: {at: 2022-06-14T10:00:00Z, holds: false}
  - recovered: {cohort: standard, after: overload, share: 0.9..1.0, by: 2022-06-14T12:00:00Z}
variants:
  calm:
    title: Calm
    faults: []
`

// spoil replaces text of the good scenario, in pairs.
func spoil(t *testing.T, pairs ...string) string {
	t.Helper()
	s := good
	for i := 0; i < len(pairs); i += 2 {
		require.Contains(t, s, pairs[i])
		s = strings.Replace(s, pairs[i], pairs[i+1], 1)
	}
	return s
}

func parse(t *testing.T, text string) *scenarios.Source {
	t.Helper()
	s, err := scenarios.Parse("demo.yaml", []byte(text), options())
	require.NoError(t, err)
	return s
}

func file(t *testing.T, s *scenarios.Source, variant string) *scenarios.File {
	t.Helper()
	f, err := s.File(variant)
	require.NoError(t, err)
	return f
}

// problems of a bad file, each in one line without the file's name.
func problems(t *testing.T, text string, o scenarios.Options) []string {
	t.Helper()
	_, err := scenarios.Parse("demo.yaml", []byte(text), o)
	require.Error(t, err)
	var all scenarios.Problems
	require.ErrorAs(t, err, &all)
	var told []string
	for _, p := range all {
		told = append(told, strings.TrimPrefix(p.String(), "demo.yaml:"))
	}
	return told
}
