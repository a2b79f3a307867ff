package alerting_test

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"anchorage/system"
	"anchorage/system/alerting"
)

// BenchmarkDay is one virtual day of the default rules, an outage of six hours
// included; ns/op are wall nanoseconds for it.
func BenchmarkDay(b *testing.B) { benchmarkDay(b, nil) }

func benchmarkDay(b *testing.B, change func(*alerting.Config)) {
	var t testing.T
	for b.Loop() {
		synctest.Test(&t, func(*testing.T) {
			w := newWorld(b, change)
			w.pass(6 * time.Hour)
			w.failAll(system.OutlookCom)
			w.pass(6 * time.Hour)
			w.fail(system.OutlookCom, 0)
			w.pass(12 * time.Hour)
			require.NoError(b, w.process.Stop())
		})
	}
}

func BenchmarkDayHeartbeatOnly(b *testing.B) {
	benchmarkDay(b, func(c *alerting.Config) {
		c.Rules, c.RulesName = []byte("groups: [{name: g, rules: [{alert: Heartbeat, expr: vector(1), labels: {severity: none}}]}]"), "x"
	})
}
