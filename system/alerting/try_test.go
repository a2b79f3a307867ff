package alerting_test

import (
	"fmt"
	"os"
	"testing"
	"time"

	"anchorage/system"
	"anchorage/system/alerting"
)

func TestTry(t *testing.T) {
	inWorld(t, func(c *alerting.Config) {
		if os.Getenv("OLD") != "" {
			c.Rules, _ = os.ReadFile("../../scenarios/alerts/2022.rules.yml")
			c.Alertmanager, _ = os.ReadFile("../../scenarios/alerts/2022.alertmanager.yml")
		}
	}, func(w *world) {
		fmt.Println(w.process.Phases())
		w.pass(time.Hour)
		w.fail(system.OutlookCom, 100)
		w.pass(3 * time.Hour)
		w.failAll(system.OutlookCom)
		w.pass(3 * time.Hour)
		w.fail(system.OutlookCom, 0)
		w.pass(2 * time.Hour)
		for _, l := range lines(w.got()) {
			fmt.Println(l)
		}
		fmt.Println(len(w.beats))
	})
}
