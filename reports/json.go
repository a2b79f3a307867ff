package reports

import (
	"encoding/json"
	"io"

	"anchorage/harness/check"
)

// Result is result.json: one replay, all its variants. Field names are an
// interface and stay.
type Result struct {
	Version  int       `json:"version"` // of this format: 1
	Scenario string    `json:"scenario"`
	Title    string    `json:"title"`
	Seed     uint64    `json:"seed"`
	Variants []Variant `json:"variants"`
}

// Variant is one run of a Result.
type Variant struct {
	Name           string          `json:"name"`
	HistorySHA256  string          `json:"history_sha256"`  // of the canonical history: equal for equal scenario, seed and build
	VirtualSeconds float64         `json:"virtual_seconds"` // length of the scenario's clock
	WallSeconds    float64         `json:"wall_seconds"`    // the one figure that differs from run to run
	Requests       int             `json:"requests"`        // that reached the provider
	Verdicts       []check.Verdict `json:"verdicts"`
	Measures       check.Measures  `json:"measures"`
}

// JSON writes result.json.
func JSON(w io.Writer, runs []Run) error {
	result := Result{Version: 1, Variants: []Variant{}}
	for _, r := range runs {
		h := r.History.Header
		result.Scenario, result.Title, result.Seed = h.Scenario, h.Title, h.Seed
		result.Variants = append(result.Variants, Variant{
			Name: h.Variant, HistorySHA256: r.Hash, VirtualSeconds: h.Until.Sub(h.From).Seconds(), WallSeconds: r.WallSeconds,
			Requests: r.History.Requests, Verdicts: append([]check.Verdict{}, r.Verdicts...), Measures: r.Measures,
		})
	}
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	return e.Encode(result)
}
