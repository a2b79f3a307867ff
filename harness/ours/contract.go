package ours

import (
	"time"

	"anchorage/harness/sut"
	"anchorage/system"
	"anchorage/system/alerting"
	"anchorage/system/engine"
)

// Sinks of the default Alertmanager configuration.
const (
	chat  = "chat"
	pager = "pager"
)

// contract is what our system promises of its alerts: nothing, unless both files are
// its own.
func contract(s system.Settings) (*sut.AlertContract, error) {
	if s.Alerting.Rules != defaultFile || s.Alerting.Alertmanager != defaultFile {
		return nil, nil
	}
	f := alerting.DefaultFigures()
	c := &sut.AlertContract{
		Scrape:   s.Alerting.Scrape.D(),
		Round:    engine.LongestRound(s.Sync),
		Memory:   time.Duration(f.Memory),
		Delivery: alerting.LongestDelivery,
	}
	for _, t := range []alerting.Threshold{f.ProviderFailing, f.SomeAccountsFailing, f.AccountsKeepFailing} {
		r, err := grouped(sut.AlertRule{
			Alert: t.Alert, Level: t.Severity, Share: t.Share, Closes: t.Closes,
			For: time.Duration(t.For), KeepFiring: time.Duration(t.KeepFiring),
		})
		if err != nil {
			return nil, err
		}
		c.Redelivery = max(c.Redelivery, alerting.LongestPause+r.GroupInterval)
		for _, p := range system.Providers {
			r.Provider = string(p)
			c.Rules = append(c.Rules, r)
		}
	}
	var err error
	if c.Down, err = grouped(sut.AlertRule{Alert: "ExporterDown", Level: alerting.LookNow, For: time.Duration(f.ExporterDown)}); err != nil {
		return nil, err
	}
	c.Escalation.After = time.Duration(f.StaysOpen)
	c.Escalation.Rule, err = grouped(sut.AlertRule{Alert: "InformationalStaysOpen", Level: alerting.ReviewSoon, For: time.Duration(f.StaysOpen)})
	c.Heartbeat = true
	return c, err
}

// grouped adds where notices of a rule's level go, and how they are gathered.
func grouped(r sut.AlertRule) (sut.AlertRule, error) {
	g, err := alerting.DefaultGrouping(r.Level)
	if err != nil {
		return r, err
	}
	r.Evaluation = alerting.DefaultEvaluation
	r.GroupWait, r.GroupInterval, r.Repeat = g.Wait, g.Interval, g.Repeat
	r.Sink = pager
	if r.Level == alerting.Informational {
		r.Sink = chat
	}
	return r, nil
}
