package alerting

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"time"

	"github.com/prometheus/alertmanager/config"
	"github.com/prometheus/alertmanager/config/receiver"
	"github.com/prometheus/alertmanager/dispatch"
	"github.com/prometheus/alertmanager/eventrecorder"
	"github.com/prometheus/alertmanager/featurecontrol"
	"github.com/prometheus/alertmanager/inhibit"
	"github.com/prometheus/alertmanager/marker"
	"github.com/prometheus/alertmanager/nflog"
	"github.com/prometheus/alertmanager/notify"
	"github.com/prometheus/alertmanager/provider/mem"
	"github.com/prometheus/alertmanager/silence"
	"github.com/prometheus/alertmanager/template"
	"github.com/prometheus/alertmanager/timeinterval"
	"github.com/prometheus/client_golang/prometheus"
	commoncfg "github.com/prometheus/common/config"
)

// Intervals of Alertmanager's own housekeeping, which nobody sees.
const (
	collectEvery  = 30 * time.Minute
	maintainEvery = 10 * time.Minute
	rememberFor   = 120 * time.Hour
)

// externalURL stands in links of notifications.
const externalURL = "http://alertmanager.example.com"

// CheckAlertmanager tells what is wrong with an Alertmanager configuration. name
// goes into the message, which carries the line where the format knows it.
func CheckAlertmanager(name string, text []byte) error {
	settings, err := config.Load(string(text))
	if err == nil {
		_, err = integrations(settings, Config{})
	}
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return nil
}

// alertmanager is Alertmanager's own parts, put together as its server does, but
// without server, cluster or files.
type alertmanager struct {
	alerts     *mem.Alerts
	inhibitor  *inhibit.Inhibitor
	dispatcher *dispatch.Dispatcher
}

func newAlertmanager(ctx context.Context, c Config) (*alertmanager, error) {
	settings, err := config.Load(string(c.Alertmanager))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", c.AlertmanagerName, err)
	}
	receivers, err := integrations(settings, c)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", c.AlertmanagerName, err)
	}
	var (
		registry = prometheus.NewRegistry()
		flags    = featurecontrol.NoopFlags{}
		recorder = eventrecorder.NopRecorder()
		groups   = marker.NewGroupMarker()
	)
	silences, err := silence.New(silence.Options{Retention: rememberFor, Logger: c.Log, Metrics: registry, EventRecorder: recorder})
	if err != nil {
		return nil, fmt.Errorf("silences: %w", err)
	}
	sent, err := nflog.New(nflog.Options{Retention: rememberFor, Logger: c.Log, Metrics: registry})
	if err != nil {
		return nil, fmt.Errorf("notification log: %w", err)
	}
	alerts, err := mem.NewAlerts(ctx, collectEvery, 0, nil, c.Log, recorder, registry, flags)
	if err != nil {
		return nil, fmt.Errorf("alerts: %w", err)
	}
	inhibitor := inhibit.NewInhibitor(alerts, settings.InhibitRules, c.Log, recorder)
	pipeline := notify.NewPipelineBuilder(registry, flags, recorder).New(receivers, func() time.Duration { return 0 },
		inhibitor, silence.NewSilencer(silences, c.Log, recorder), timeinterval.NewIntervener(intervals(settings)), groups, sent, nil)
	dispatcher := dispatch.NewDispatcher(alerts, dispatch.NewRoute(settings.Route, nil), pipeline, groups, flushTimeout,
		maintainEvery, nil, c.Log, recorder, dispatch.NewDispatcherMetrics(false, registry, flags), nil)
	return &alertmanager{alerts, inhibitor, dispatcher}, nil
}

// flushTimeout is the time that a group has to deliver: until its next flush.
func flushTimeout(interval time.Duration) time.Duration { return max(interval, notify.MinTimeout) }

// integrations builds the receivers that a route leads to.
func integrations(settings *config.Config, c Config) (map[string][]notify.Integration, error) {
	texts, err := template.FromGlobs(settings.Templates)
	if err != nil {
		return nil, fmt.Errorf("templates: %w", err)
	}
	if texts.ExternalURL, err = url.Parse(externalURL); err != nil {
		return nil, fmt.Errorf("external URL: %w", err)
	}
	used := map[string]bool{}
	dispatch.NewRoute(settings.Route, nil).Walk(func(r *dispatch.Route) { used[r.RouteOpts.Receiver] = true })
	all := map[string][]notify.Integration{}
	var problems []error
	for _, r := range settings.Receivers {
		if !used[r.Name] {
			continue
		}
		built, err := receiver.BuildReceiverIntegrations(r, texts, c.Log, connections(c)...)
		if err != nil {
			problems = append(problems, fmt.Errorf("receiver %s: %w", r.Name, err))
			continue
		}
		for i := range built {
			built[i] = wrap(r.Name, built[i], c.Rand)
		}
		all[r.Name] = built
	}
	return all, errors.Join(problems...)
}

// connections go through c.Dial, and none outlives its request.
func connections(c Config) []commoncfg.HTTPClientOption {
	options := []commoncfg.HTTPClientOption{commoncfg.WithKeepAlivesDisabled(), commoncfg.WithHTTP2Disabled()}
	if c.Dial != nil {
		options = append(options, commoncfg.WithDialContextFunc(c.Dial))
	}
	return options
}

func intervals(settings *config.Config) map[string][]timeinterval.TimeInterval {
	all := map[string][]timeinterval.TimeInterval{}
	for _, i := range settings.MuteTimeIntervals {
		all[i.Name] = i.TimeIntervals
	}
	for _, i := range settings.TimeIntervals {
		all[i.Name] = i.TimeIntervals
	}
	return all
}

// start waits until alerts are taken in.
func (a *alertmanager) start() {
	go a.inhibitor.Run()
	a.inhibitor.WaitForLoading()
	go a.dispatcher.Run(time.Now())
	a.dispatcher.WaitForLoading()
}

func (a *alertmanager) stop() {
	a.dispatcher.Stop()
	a.inhibitor.Stop()
	a.alerts.Close()
}
