package ours_test

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"anchorage/harness/history"
	"anchorage/harness/ours"
	"anchorage/harness/world"
)

// BenchmarkReplay replays the outage of March 2022, as it happened, with a
// fiftieth, a tenth and the whole of its fleet, and with ten times the fleet if
// ANCHORAGE_FULL=1; in this process, on one core and with a worker's collector
// settings. How to read it:
//
//   - requests/s and virtual-h/s are by wall time: compare them within one run;
//   - cpu-ms/mailbox is processor time over mailboxes. It falls with the fleet,
//     since a world has a fixed cost: the same rules are evaluated each minute
//     and the same beats delivered whoever is watched;
//   - cpu-ms/further is what each mailbox costs beyond the size before, so without
//     the fixed cost. It is what should stay the same from size to size;
//   - peak-MB is the most memory that the process ever had. It never falls, so it
//     speaks of the largest size so far.
//
// Profile it with
//
//	go test ./harness/ours -run '^$' -bench 'Replay/^1300$' -benchtime 1x -cpuprofile cpu.out
func BenchmarkReplay(b *testing.B) {
	var before cost
	for _, mailboxes := range []int{26, 130, 1300, 13000} {
		b.Run(fmt.Sprint(mailboxes), func(b *testing.B) {
			if mailboxes > 1300 && os.Getenv("ANCHORAGE_FULL") != "1" {
				b.Skip("many minutes; ANCHORAGE_FULL=1 runs it")
			}
			defer debug.SetMemoryLimit(debug.SetMemoryLimit(1850 << 20))
			var now cost
			for b.Loop() {
				now = benchmarkReplay(b, float64(mailboxes)/1300)
				if before.mailboxes > 0 {
					b.ReportMetric((now.cpu-before.cpu).Seconds()*1e3/float64(now.mailboxes-before.mailboxes), "cpu-ms/further")
				}
			}
			before = now
		})
	}
}

// cost of a replay.
type cost struct {
	mailboxes int
	cpu       time.Duration
}

func benchmarkReplay(b *testing.B, fleet float64) cost {
	b.Helper()
	job := world.Job{Path: filepath.Join(scenarioDir, "outlook-2022-03.yaml"), Variant: "as-it-happened", Fleet: fleet}
	source, file, err := job.Load(ours.Factory{})
	require.NoError(b, err)
	began, _ := spent(b)
	start := time.Now()
	var h *history.History
	bubble(b, func(t *testing.T) {
		runtime.GOMAXPROCS(1) // package testing sets it anew for each test
		h, err = world.Run(t.Context(), world.Config{File: file, Variant: job.Variant, Factory: ours.Factory{}, ReadFile: source.ReadFile})
	})
	require.NoError(b, err)
	wall := time.Since(start).Seconds()
	ended, peak := spent(b)
	c := cost{len(h.Header.Mailboxes), ended - began}
	b.ReportMetric(float64(h.Requests)/wall, "requests/s")
	b.ReportMetric(h.Header.Until.Sub(h.Header.From).Hours()/wall, "virtual-h/s")
	b.ReportMetric(c.cpu.Seconds()*1e3/float64(c.mailboxes), "cpu-ms/mailbox")
	b.ReportMetric(float64(peak)/1024, "peak-MB")
	return c
}

// spent is the processor time and the peak memory, in kB, of this process so far.
func spent(b *testing.B) (cpu time.Duration, peak int64) {
	b.Helper()
	var u syscall.Rusage
	require.NoError(b, syscall.Getrusage(syscall.RUSAGE_SELF, &u))
	return time.Duration(u.Utime.Nano() + u.Stime.Nano()), u.Maxrss
}

// bubble opens a bubble for a benchmark: package testing gives those only to
// tests.
func bubble(b *testing.B, f func(*testing.T)) {
	b.Helper()
	ok := testing.RunTests(func(string, string) (bool, error) { return true, nil },
		[]testing.InternalTest{{Name: "bubble", F: func(t *testing.T) { synctest.Test(t, f) }}})
	require.True(b, ok)
}
