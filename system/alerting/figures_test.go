package alerting_test

import (
	"fmt"
	"log/slog"
	"testing"
	"time"

	"github.com/prometheus/common/model"
	"github.com/prometheus/prometheus/model/rulefmt"
	"github.com/prometheus/prometheus/promql/parser"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"anchorage/system"
	"anchorage/system/alerting"
)

// defaultAlerts are the alerts of the default rules, by name and provider.
func defaultAlerts(t *testing.T) map[string]rulefmt.Rule {
	t.Helper()
	groups, problems := rulefmt.Parse(alerting.DefaultRules(), false, model.UTF8Validation, parser.NewParser(parser.Options{}), slog.New(slog.DiscardHandler))
	require.Empty(t, problems)
	all := map[string]rulefmt.Rule{}
	for _, g := range groups.Groups {
		for _, r := range g.Rules {
			if r.Alert != "" {
				all[r.Alert+"/"+r.Labels["provider"]] = r
			}
		}
	}
	return all
}

// What is promised is what the rules say.
func TestDefaultFiguresAreThoseOfTheRules(t *testing.T) {
	f, rules := alerting.DefaultFigures(), defaultAlerts(t)
	for _, x := range []alerting.Threshold{f.ProviderFailing, f.SomeAccountsFailing, f.AccountsKeepFailing} {
		for _, p := range system.Providers {
			r, ok := rules[x.Alert+"/"+string(p)]
			require.True(t, ok, "%s for %s", x.Alert, p)
			assert.Equal(t, x.For, r.For)
			assert.Equal(t, x.KeepFiring, r.KeepFiringFor)
			assert.Equal(t, x.Severity, r.Labels["severity"])
			assert.Contains(t, r.Expr, fmt.Sprintf("> %v", x.Share))
			assert.Contains(t, r.Expr, fmt.Sprintf("> %v", x.Closes))
		}
	}
	assert.Equal(t, f.ExporterDown, rules["ExporterDown/"].For)
	assert.Equal(t, f.StaysOpen, rules["InformationalStaysOpen/"].For)
	assert.Contains(t, string(alerting.DefaultRules()), `{state="failing"}[`+f.Memory.String()+"]")
}

func TestDefaultGrouping(t *testing.T) {
	for severity, want := range map[string]alerting.Grouping{
		alerting.LookNow:       {Wait: 10 * time.Second, Interval: time.Minute, Repeat: 4 * time.Hour},
		alerting.ReviewSoon:    {Wait: 30 * time.Second, Interval: 5 * time.Minute, Repeat: 24 * time.Hour},
		alerting.Informational: {Wait: 30 * time.Second, Interval: 5 * time.Minute, Repeat: 24 * time.Hour},
		"unheard of":           {Wait: 30 * time.Second, Interval: 5 * time.Minute, Repeat: 24 * time.Hour},
	} {
		t.Run(severity, func(t *testing.T) {
			got, err := alerting.DefaultGrouping(severity)
			require.NoError(t, err)
			assert.Equal(t, want, got)
		})
	}
}
