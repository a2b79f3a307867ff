package alerting

import (
	"slices"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"anchorage/system"
)

// fleetGauges computes the gauges of the fleet anew at each gathering.
type fleetGauges struct {
	fleet     func() []system.AccountHealth
	accounts  *prometheus.Desc // provider, state
	staleness *prometheus.Desc // provider, stat
}

func newFleetGauges(fleet func() []system.AccountHealth) *fleetGauges {
	return &fleetGauges{
		fleet:     fleet,
		accounts:  prometheus.NewDesc("anchorage_accounts", "Linked accounts by state.", []string{"provider", "state"}, nil),
		staleness: prometheus.NewDesc("anchorage_staleness_seconds", "Age of the cache of accounts that are synchronised.", []string{"provider", "stat"}, nil),
	}
}

// Describe implements prometheus.Collector.
func (g *fleetGauges) Describe(out chan<- *prometheus.Desc) {
	out <- g.accounts
	out <- g.staleness
}

// Collect implements prometheus.Collector.
func (g *fleetGauges) Collect(out chan<- prometheus.Metric) {
	all := g.fleet()
	now := time.Now()
	ages := make([]time.Duration, 0, len(all))
	for _, p := range system.Providers {
		count := make([]int, len(system.States))
		ages = ages[:0]
		for i := range all {
			if all[i].Provider != p {
				continue
			}
			if s := slices.Index(system.States, all[i].State); s >= 0 {
				count[s]++
			}
			if synchronised(all[i]) {
				ages = append(ages, now.Sub(all[i].AsOf))
			}
		}
		for i, s := range system.States {
			out <- prometheus.MustNewConstMetric(g.accounts, prometheus.GaugeValue, float64(count[i]), string(p), string(s))
		}
		median, oldest := medianAndMax(ages)
		out <- prometheus.MustNewConstMetric(g.staleness, prometheus.GaugeValue, median.Seconds(), string(p), "median")
		out <- prometheus.MustNewConstMetric(g.staleness, prometheus.GaugeValue, oldest.Seconds(), string(p), "max")
	}
}

// synchronised accounts are those whose age the system answers for: one that
// waits for its owner grows old without anybody being able to help.
func synchronised(a system.AccountHealth) bool {
	return (a.State == system.StateHealthy || a.State == system.StateFailing) && !a.AsOf.IsZero()
}

// medianAndMax of ages, the upper median of an even number; 0 without any. It
// reorders ages.
func medianAndMax(ages []time.Duration) (median, oldest time.Duration) {
	if len(ages) == 0 {
		return 0, 0
	}
	oldest = slices.Max(ages)
	return quickSelect(ages, len(ages)/2), oldest
}

// quickSelect returns what would stand at index k if a were sorted. The fleet
// may be large and is looked at every minute, so it does not sort.
func quickSelect(a []time.Duration, k int) time.Duration {
	low, high := 0, len(a)-1
	for low < high {
		pivot := a[low+(high-low)/2]
		i, j := low, high
		for i <= j {
			for a[i] < pivot {
				i++
			}
			for a[j] > pivot {
				j--
			}
			if i <= j {
				a[i], a[j] = a[j], a[i]
				i++
				j--
			}
		}
		switch {
		case k <= j:
			high = j
		case k >= i:
			low = i
		default:
			return a[k]
		}
	}
	return a[k]
}
