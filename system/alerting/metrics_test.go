package alerting_test

import (
	"slices"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus/testutil"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"anchorage/system"
	"anchorage/system/alerting"
)

// series returns every series that m exports, as name{label="value",...} -> value.
func series(t *testing.T, m *alerting.Metrics) map[string]float64 {
	t.Helper()
	families, err := m.Gather()
	require.NoError(t, err)
	all := map[string]float64{}
	for _, f := range families {
		for _, s := range f.Metric {
			key := f.GetName()
			for _, l := range s.Label {
				key += " " + l.GetName() + "=" + l.GetValue()
			}
			all[key] = s.GetCounter().GetValue() + s.GetGauge().GetValue()
		}
	}
	return all
}

func TestMetricsExistFromTheStart(t *testing.T) {
	all := series(t, alerting.NewMetrics(func() []system.AccountHealth { return nil }))
	for key, v := range all {
		assert.Zero(t, v, key)
	}
	for _, p := range []string{"outlook.com", "microsoft365"} {
		for _, key := range []string{
			"anchorage_rounds_total provider=" + p + " result=ok",
			"anchorage_rounds_total provider=" + p + " result=failed",
			"anchorage_requests_total code=503 operation=delta provider=" + p,
			"anchorage_requests_total code=error operation=calendar provider=" + p,
			"anchorage_token_refreshes_total provider=" + p + " result=rejected",
			"anchorage_accounts provider=" + p + " state=failing",
			"anchorage_accounts provider=" + p + " state=reauthorise",
			"anchorage_staleness_seconds provider=" + p + " stat=median",
			"anchorage_staleness_seconds provider=" + p + " stat=max",
			"anchorage_routing_experiments_total provider=" + p + " result=promoted",
			"anchorage_unhelped_accounts provider=" + p,
		} {
			assert.Contains(t, all, key)
		}
	}
	assert.Contains(t, all, "anchorage_relinks_total result=answered")
}

func TestMetricsCount(t *testing.T) {
	now := time.Now()
	m := alerting.NewMetrics(func() []system.AccountHealth {
		return []system.AccountHealth{
			{Provider: system.OutlookCom, State: system.StateHealthy, AsOf: now.Add(-time.Minute)},
			{Provider: system.OutlookCom, State: system.StateFailing, AsOf: now.Add(-time.Hour)},
			{Provider: system.OutlookCom, State: system.StateHealthy, AsOf: now.Add(-2 * time.Minute)},
			{Provider: system.OutlookCom, State: system.StateReauthorise, AsOf: now.Add(-1000 * time.Hour)},
			{Provider: system.OutlookCom, State: system.StatePending},
		}
	})
	m.Experiment(system.OutlookCom, system.ExperimentNoHelp)
	m.Unhelped(system.OutlookCom, 7)
	assert.Equal(t, 1.0, series(t, m)["anchorage_routing_experiments_total provider=outlook.com result=no_help"])
	assert.Equal(t, 7.0, series(t, m)["anchorage_unhelped_accounts provider=outlook.com"])
	m.Round(system.OutlookCom, "failed")
	m.Request(system.Microsoft365, "delta", "503")
	m.Request(system.Microsoft365, "delta", "503")
	m.Request(system.Microsoft365, "me", "200")
	m.Refresh(system.OutlookCom, "ok")
	m.Relink("asked")

	all := series(t, m)
	assert.Equal(t, 1.0, all["anchorage_rounds_total provider=outlook.com result=failed"])
	assert.Equal(t, 2.0, all["anchorage_requests_total code=503 operation=delta provider=microsoft365"])
	assert.Equal(t, 1.0, all["anchorage_requests_total code=200 operation=me provider=microsoft365"])
	assert.Contains(t, all, "anchorage_requests_total code=503 operation=me provider=microsoft365", "the other codes of a new operation")
	assert.Equal(t, 1.0, all["anchorage_token_refreshes_total provider=outlook.com result=ok"])
	assert.Equal(t, 1.0, all["anchorage_relinks_total result=asked"])
	assert.Equal(t, 2.0, all["anchorage_accounts provider=outlook.com state=healthy"])
	assert.Equal(t, 1.0, all["anchorage_accounts provider=outlook.com state=pending"])
	assert.InDelta(t, 120, all["anchorage_staleness_seconds provider=outlook.com stat=median"], 30)
	assert.InDelta(t, 3600, all["anchorage_staleness_seconds provider=outlook.com stat=max"], 30, "an account that waits for its owner does not count")
}

func TestMetricsFollowTheNamingRules(t *testing.T) {
	problems, err := testutil.GatherAndLint(alerting.NewMetrics(func() []system.AccountHealth { return nil }))
	require.NoError(t, err)
	assert.Empty(t, problems)
}

func TestMedianAndMaxAgreeWithSorting(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ages := rapid.SliceOfN(rapid.Map(rapid.Int64Range(0, 50), func(n int64) time.Duration { return time.Duration(n) }), 1, 60).Draw(t, "ages")
		sorted := slices.Sorted(slices.Values(ages))
		median, oldest := alerting.MedianAndMax(ages)
		if median != sorted[len(sorted)/2] || oldest != sorted[len(sorted)-1] {
			t.Fatalf("median %d and max %d of %v", median, oldest, sorted)
		}
	})
}
