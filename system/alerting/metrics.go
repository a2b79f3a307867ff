package alerting

import (
	"net/http"
	"strconv"
	"sync"

	"github.com/prometheus/client_golang/prometheus"
	dto "github.com/prometheus/client_model/go"

	"anchorage/system"
)

// Values of the labels that are known beforehand. Their series exist from the
// start with 0: a ratio over an absent series is no ratio, and an alert on it
// would never fire.
var (
	roundResults   = []string{"ok", "failed"}
	refreshResults = []string{"ok", "failed", "rejected"}
	relinkResults  = []string{"asked", "answered", "expired", "failed"}
	// operations that a sync round calls; another one gets its series with its
	// first request.
	operations = []string{"calendar", "delta"}
	codes      = []string{
		strconv.Itoa(http.StatusOK), strconv.Itoa(http.StatusUnauthorized), strconv.Itoa(http.StatusTooManyRequests),
		strconv.Itoa(http.StatusInternalServerError), strconv.Itoa(http.StatusServiceUnavailable), "error",
	}
)

// Metrics counts what the system does. It is the system.Meter of a running
// service and the prometheus.Gatherer behind /metrics. No series carries an
// account or a cohort: their number would grow with the fleet.
type Metrics struct {
	registry  *prometheus.Registry
	rounds    *prometheus.CounterVec // provider, result
	requests  *prometheus.CounterVec // provider, operation, code
	refreshes *prometheus.CounterVec // provider, result
	relinks   *prometheus.CounterVec // result
	trials    *prometheus.CounterVec // provider, result
	unhelped  *prometheus.GaugeVec   // provider
	seen      sync.Map               // operationOf -> struct{}: those whose series exist
}

type operationOf struct {
	provider  system.Provider
	operation string
}

var (
	_ system.Meter        = (*Metrics)(nil)
	_ system.LadderMeter  = (*Metrics)(nil)
	_ prometheus.Gatherer = (*Metrics)(nil)
)

// NewMetrics counts from zero. fleet is asked at each Gather, for the gauges.
func NewMetrics(fleet func() []system.AccountHealth) *Metrics {
	counter := func(name, help string, labels ...string) *prometheus.CounterVec {
		return prometheus.NewCounterVec(prometheus.CounterOpts{Name: "anchorage_" + name, Help: help}, labels)
	}
	m := &Metrics{
		registry:  prometheus.NewRegistry(),
		rounds:    counter("rounds_total", "Synchronisation rounds, after their own retries.", "provider", "result"),
		requests:  counter("requests_total", "Requests to the provider, retries included; code is the HTTP status or error.", "provider", "operation", "code"),
		refreshes: counter("token_refreshes_total", "Access tokens asked for anew.", "provider", "result"),
		relinks:   counter("relinks_total", "What became of asking owners to relink.", "result"),
		trials:    counter("routing_experiments_total", "Routing experiments that have ended.", "provider", "result"),
		unhelped: prometheus.NewGaugeVec(prometheus.GaugeOpts{
			Name: "anchorage_unhelped_accounts", Help: "Failing accounts for which nothing is left that the system may do by itself.",
		}, []string{"provider"}),
	}
	m.registry.MustRegister(m.rounds, m.requests, m.refreshes, m.relinks, m.trials, m.unhelped, newFleetGauges(fleet))
	m.createSeries()
	return m
}

func (m *Metrics) createSeries() {
	for _, p := range system.Providers {
		for _, r := range roundResults {
			m.rounds.WithLabelValues(string(p), r)
		}
		for _, r := range refreshResults {
			m.refreshes.WithLabelValues(string(p), r)
		}
		for _, o := range operations {
			m.createRequests(operationOf{p, o})
		}
		for _, r := range system.ExperimentResults {
			m.trials.WithLabelValues(string(p), string(r))
		}
		m.unhelped.WithLabelValues(string(p))
	}
	for _, r := range relinkResults {
		m.relinks.WithLabelValues(r)
	}
}

func (m *Metrics) createRequests(o operationOf) {
	if _, known := m.seen.LoadOrStore(o, struct{}{}); known {
		return
	}
	for _, c := range codes {
		m.requests.WithLabelValues(string(o.provider), o.operation, c)
	}
}

// Request implements system.Meter.
func (m *Metrics) Request(p system.Provider, operation, code string) {
	o := operationOf{p, operation}
	if _, known := m.seen.Load(o); !known {
		m.createRequests(o)
	}
	m.requests.WithLabelValues(string(p), operation, code).Inc()
}

// Round implements system.Meter.
func (m *Metrics) Round(p system.Provider, result string) {
	m.rounds.WithLabelValues(string(p), result).Inc()
}

// Refresh implements system.Meter.
func (m *Metrics) Refresh(p system.Provider, result string) {
	m.refreshes.WithLabelValues(string(p), result).Inc()
}

// Relink implements system.Meter.
func (m *Metrics) Relink(result string) { m.relinks.WithLabelValues(result).Inc() }

// Experiment implements system.LadderMeter.
func (m *Metrics) Experiment(p system.Provider, result system.ExperimentResult) {
	m.trials.WithLabelValues(string(p), string(result)).Inc()
}

// Unhelped implements system.LadderMeter.
func (m *Metrics) Unhelped(p system.Provider, accounts int) {
	m.unhelped.WithLabelValues(string(p)).Set(float64(accounts))
}

// Gather implements prometheus.Gatherer.
func (m *Metrics) Gather() ([]*dto.MetricFamily, error) { return m.registry.Gather() }
