package audit

import (
	"anchorage/harness/ours"
	"anchorage/harness/world"
	"anchorage/scenarios"
	"fmt"
	"os"
	"testing"
	"time"
)

func TestMain(m *testing.M) { world.Serve(ours.Factory{}); os.Exit(m.Run()) }
func TestProbe(t *testing.T) {
	dir := t.TempDir()
	var kinds []Kind
	for _, k := range Kinds {
		c := Cell{Providers[0], k, Durations[1], Starts[0]}
		_, err := scenarios.Parse("x.yaml", c.Scenario(Files{"default", "default"}), scenarios.Options{Settings: ours.Factory{}.Settings, CheckSettings: ours.Factory{}.CheckSettings})
		if err != nil {
			fmt.Println(k.Name, err)
			continue
		}
		kinds = append(kinds, k)
	}
	cells := Quick(kinds)
	if os.Getenv("FULL") != "" {
		cells = Cells(kinds)
	}
	f := Files{"default", "default"}
	if r := os.Getenv("RULES"); r != "" {
		b, _ := os.ReadFile(r)
		os.WriteFile(dir+"/rules.yml", b, 0644)
		f.Rules = "rules.yml"
	}
	b := time.Now()
	out, err := Run(t.Context(), Config{Cells: cells, Files: f, Dir: dir})
	fmt.Println(len(cells), time.Since(b), err)
	for _, o := range out {
		fmt.Printf("%-50s hits %d ", o.Name()[6:], o.Hits)
		for _, x := range o.Told {
			fmt.Printf("| %s %s x%d closed %s open %v ", x.Level, hours(x.After), x.Times, hours(x.Closed), x.Open)
		}
		if o.Read != nil {
			fmt.Print("| read ", o.Read.By, " ", hours(o.Read.After))
		}
		if o.Heartbeat != nil {
			fmt.Print(" HB ", *o.Heartbeat)
		}
		fmt.Println(o.Others, o.Strange)
	}
}
