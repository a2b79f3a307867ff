package alerting_test

import (
	"fmt"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"anchorage/system"
	"anchorage/system/alerting"
)

// asChild makes the test binary print what arrived in one world and end.
const asChild = "ANCHORAGE_ALERTING_CHILD"

// TestProcessesAgree runs one world in some processes and compares what arrived, to the
// nanosecond and the byte: in ten with ANCHORAGE_FULL=1 (`make whole`), since few miss a
// rare difference.
func TestProcessesAgree(t *testing.T) {
	if os.Getenv(asChild) != "" {
		printWorld(t)
		return
	}
	if testing.Short() {
		t.Skip("many processes")
	}
	processes := 3
	if full() {
		processes = 10
	}
	for _, rules := range []string{"default", "2022", "ties"} {
		t.Run(rules, func(t *testing.T) {
			arrived := make([]string, processes)
			slots := make(chan struct{}, 3) // more than there are cores: some are starved
			var running sync.WaitGroup
			for i := range arrived {
				running.Go(func() {
					slots <- struct{}{}
					defer func() { <-slots }()
					c := exec.Command(os.Args[0], "-test.run", "^TestProcessesAgree$", "-test.v")
					c.Env = append(os.Environ(), asChild+"="+rules, "GOMAXPROCS=1", fmt.Sprintf("GOGC=%d", 50+40*i))
					out, err := c.CombinedOutput()
					assert.NoError(t, err, "%s", out)
					arrived[i] = between(string(out), "arrived:\n", "end of what arrived\n")
				})
			}
			running.Wait()
			require.Greater(t, strings.Count(arrived[0], "\n"), 20)
			for i := range arrived {
				require.Equal(t, arrived[0], arrived[i], "process %d", i+1)
			}
		})
	}
}

// full: all is asked for, however long it takes.
func full() bool { return os.Getenv("ANCHORAGE_FULL") == "1" }

func between(s, from, until string) string {
	_, s, _ = strings.Cut(s, from)
	s, _, _ = strings.Cut(s, until)
	return s
}

// printWorld lets series flicker for some hours, with a broken sink and a
// restart in between.
func printWorld(t *testing.T) {
	rules := os.Getenv(asChild)
	change := map[string]func(*alerting.Config){"default": nil, "2022": with2022(t), "ties": withTies}[rules]
	rounds := map[string]int{"default": 3, "2022": 2, "ties": 1}[rules]
	inWorld(t, change, func(t *testing.T, w *world) {
		stop := make(chan struct{})
		go flicker(w, stop)
		w.pass(30 * time.Minute)
		for i := range rounds {
			w.failAll(system.OutlookCom)
			w.fail(system.Microsoft365, 20*i)
			w.answer503("chat.example.com:80", i == 1)
			w.pass(40*time.Minute + 3*time.Millisecond)
			w.kill(i == 1)
			w.pass(7 * time.Minute)
			w.kill(false)
			w.fail(system.OutlookCom, 0)
			w.answer503("pager.example.com:80", i == 2)
			w.pass(50 * time.Minute)
		}
		close(stop)
		fmt.Println("arrived:")
		for _, n := range w.got() {
			fmt.Println(n.At.Format(time.RFC3339Nano), n.To, n.Level, n.Alert, n.Provider, n.Resolved, n.Body)
		}
		for _, b := range w.heard() {
			fmt.Println(b.Format(time.RFC3339Nano), "heartbeat")
		}
		fmt.Println(w.refused, "refused")
		fmt.Println("end of what arrived")
	})
}

// withTies invites ties: one evaluation brings alerts of many groups, and every
// group's timers are multiples of the evaluation's interval.
func withTies(c *alerting.Config) {
	c.Evaluation = 30 * time.Second
	c.RulesName, c.Rules = "ties.yml", []byte(`
groups:
  - name: ties
    rules:
      - alert: Moves
        expr: changes(anchorage_requests_total[3m]) > 0
        labels: {severity: informational}
        annotations: {summary: "{{ $labels.provider }} {{ $labels.code }}"}
      - alert: Fails
        expr: anchorage_accounts{state!="healthy"} > 0 or anchorage_accounts{state="healthy"} > 1
        labels: {severity: informational}
        annotations: {summary: "{{ $labels.provider }} {{ $labels.state }}"}
`)
	c.AlertmanagerName = "ties.yml"
	c.Alertmanager = []byte(`
route: {receiver: chat, group_by: [alertname, provider, code, state], group_wait: 30s, group_interval: 30s, repeat_interval: 1m}
receivers:
  - name: chat
    slack_configs:
      - {api_url: "http://chat.example.com/services/anchorage", title: "{{ .CommonAnnotations.summary }}", send_resolved: true}
`)
}

// flicker lets requests of both providers fail now and then.
func flicker(w *world, stop <-chan struct{}) {
	ticker := time.NewTicker(time.Second + 11) // its own lane
	defer ticker.Stop()
	for n := 0; ; n++ {
		for i, p := range system.Providers {
			code := "200"
			if n%(1000+300*i) < 40 {
				code = "503"
			}
			w.metrics.Request(p, "delta", code)
			w.metrics.Round(p, "ok")
		}
		select {
		case <-ticker.C:
		case <-stop:
			return
		}
	}
}
