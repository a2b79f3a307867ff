package scenarios_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/goccy/go-yaml/parser"
)

func TestBig(t *testing.T) {
	for _, n := range []int{20000, 40000, 80000} {
		var b, f strings.Builder
		f.WriteString("a: {")
		for i := range n {
			fmt.Fprintf(&b, "k%d: 1\n", i)
			fmt.Fprintf(&f, "k%d: 1, ", i)
		}
		f.WriteString("}")
		for name, s := range map[string]string{"keys": b.String(), "flow": f.String(), "items": "x:\n" + strings.Repeat("  - {a: 1, b: [1, 2]}\n", n)} {
			t0 := time.Now()
			_, err := parser.ParseBytes([]byte(s), 0, parser.AllowDuplicateMapKey())
			fmt.Println(name, n, len(s), time.Since(t0), err)
		}
	}
}
