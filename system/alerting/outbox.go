package alerting

import (
	"github.com/prometheus/client_golang/prometheus"

	"anchorage/system"
)

// outboxGauges count accepted writes that are not in effect yet.
type outboxGauges struct {
	queued func() (map[system.Provider]int, error)
	writes *prometheus.Desc // provider, state
}

// WatchOutbox adds a gauge of accepted writes by what has become of them. queued
// is asked at each Gather; while it errs the gauge has no series.
func (m *Metrics) WatchOutbox(queued func() (map[system.Provider]int, error)) {
	m.registry.MustRegister(&outboxGauges{
		queued: queued,
		writes: prometheus.NewDesc("anchorage_outbox", "Accepted writes that are not delivered.", []string{"provider", "state"}, nil),
	})
}

// Describe implements prometheus.Collector.
func (g *outboxGauges) Describe(out chan<- *prometheus.Desc) { out <- g.writes }

// Collect implements prometheus.Collector.
func (g *outboxGauges) Collect(out chan<- prometheus.Metric) {
	queued, err := g.queued()
	if err != nil {
		return
	}
	for _, p := range system.Providers {
		out <- prometheus.MustNewConstMetric(g.writes, prometheus.GaugeValue, float64(queued[p]), string(p), system.WriteQueued)
	}
}
