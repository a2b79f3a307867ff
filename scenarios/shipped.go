package scenarios

import (
	"embed"
	"fmt"
)

// shipped are the files that come with the binary, so that a replay needs no
// checkout.
//
//go:embed *.yaml alerts/*.yml
var shipped embed.FS

// ParseShipped reads a scenario from memory that stands beside those that come with
// the binary. Errors as Load.
func ParseShipped(name string, data []byte, o Options) (*Source, error) {
	return parse(name, data, o, shipped.Open)
}

// ShippedFile is a file that comes with the binary, as "alerts/2022.rules.yml".
func ShippedFile(name string) ([]byte, error) { return shipped.ReadFile(name) }

// LoadShipped reads a scenario that comes with the binary, as
// "outlook-2022-03.yaml". Errors as Load.
func LoadShipped(name string, o Options) (*Source, error) {
	data, err := shipped.ReadFile(name)
	if err != nil {
		return nil, fmt.Errorf("scenario: %w", err)
	}
	return parse(name, data, o, shipped.Open)
}
