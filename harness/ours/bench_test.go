package ours_test

import (
	"fmt"
	"path/filepath"
	"runtime"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"anchorage/harness/history"
	"anchorage/harness/ours"
	"anchorage/harness/world"
)

// BenchmarkReplay replays the outage of March 2022, as it happened, with a tenth
// and with the whole of its fleet, in this process and on one core as a worker
// does. Profile it with
//
//	go test ./harness/ours -run '^$' -bench Replay/1300 -benchtime 1x -cpuprofile cpu.out
func BenchmarkReplay(b *testing.B) {
	for _, mailboxes := range []int{130, 1300} {
		b.Run(fmt.Sprint(mailboxes), func(b *testing.B) {
			defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
			for b.Loop() {
				benchmarkReplay(b, float64(mailboxes)/1300)
			}
		})
	}
}

func benchmarkReplay(b *testing.B, fleet float64) {
	b.Helper()
	job := world.Job{Path: filepath.Join(scenarioDir, "outlook-2022-03.yaml"), Variant: "as-it-happened", Fleet: fleet}
	source, file, err := job.Load(ours.Factory{})
	require.NoError(b, err)
	start := time.Now()
	var h *history.History
	bubble(b, func(t *testing.T) {
		h, err = world.Run(t.Context(), world.Config{File: file, Variant: job.Variant, Factory: ours.Factory{}, ReadFile: source.ReadFile})
	})
	require.NoError(b, err)
	wall := time.Since(start).Seconds()
	b.ReportMetric(float64(h.Requests)/wall, "requests/s")
	b.ReportMetric(h.Header.Until.Sub(h.Header.From).Hours()/wall, "virtual-h/s")
	b.ReportMetric(wall/float64(len(h.Header.Mailboxes))*1e3, "ms/mailbox")
}

// bubble opens a bubble for a benchmark: package testing gives those only to
// tests.
func bubble(b *testing.B, f func(*testing.T)) {
	b.Helper()
	ok := testing.RunTests(func(string, string) (bool, error) { return true, nil },
		[]testing.InternalTest{{Name: "bubble", F: func(t *testing.T) { synctest.Test(t, f) }}})
	require.True(b, ok)
}
