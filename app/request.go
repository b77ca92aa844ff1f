package app

import (
	"weir/sql"
)

// Request is what an application file holds: KDA's CreateApplication request (API of 2015-08-14), with Weir's additions
// ApplicationCodeFile, ReferenceDataSources and Weir. Names and nesting are KDA's.
type Request struct {
	ApplicationName          Text `required:""`
	ApplicationDescription   Text
	ApplicationCode          Text
	ApplicationCodeFile      Text
	Inputs                   []Input
	Outputs                  []Output
	ReferenceDataSources     []Reference
	CloudWatchLoggingOptions []LoggingOption
	Tags                     []Tag
	Weir                     Options

	At sql.Span
}

// Input is a source and the in-application streams that it feeds.
type Input struct {
	NamePrefix                   Text `required:""`
	KinesisStreamsInput          *Resource
	KinesisFirehoseInput         *Resource
	InputProcessingConfiguration *Processing
	InputParallelism             *struct {
		Count Number
	}
	InputSchema *SourceSchema `required:""`

	At sql.Span
}

// Resource is an ARN, or a URL of Weir, and the role to use it with. Weir needs no role.
type Resource struct {
	ResourceARN Text `required:""`
	RoleARN     Text

	At sql.Span
}

// Processing is a function that turns records before they are read.
type Processing struct {
	InputLambdaProcessor *Resource `required:""`

	At sql.Span
}

// SourceSchema is how records become rows.
type SourceSchema struct {
	RecordFormat   *RecordFormat `required:""`
	RecordEncoding Text
	RecordColumns  []RecordColumn `required:""`

	At sql.Span
}

// RecordFormat is JSON or CSV with what it needs.
type RecordFormat struct {
	RecordFormatType  Text `required:""`
	MappingParameters *MappingParameters
}

// MappingParameters say where the rows are in a record.
type MappingParameters struct {
	JSONMappingParameters *struct {
		RecordRowPath Text `required:""`
	}
	CSVMappingParameters *struct {
		RecordRowDelimiter    Text `required:""`
		RecordColumnDelimiter Text `required:""`
	}
}

// RecordColumn is one column of the rows.
type RecordColumn struct {
	Name    Text `required:""`
	SqlType Text `required:""`
	Mapping Text

	At sql.Span
}

// Output is a stream's way out.
type Output struct {
	Name                  Text `required:""`
	KinesisStreamsOutput  *Resource
	KinesisFirehoseOutput *Resource
	LambdaOutput          *Resource
	DestinationSchema     *struct {
		RecordFormatType Text `required:""`
	} `required:""`

	At sql.Span
}

// Reference is a table that is loaded from an object.
type Reference struct {
	TableName             Text           `required:""`
	S3ReferenceDataSource *ReferenceFile `required:""`
	ReferenceSchema       *SourceSchema  `required:""`

	At sql.Span
}

// ReferenceFile is where a table's rows are: a bucket, or file:DIR, and a path in it.
type ReferenceFile struct {
	BucketARN        Text `required:""`
	FileKey          Text `required:""`
	ReferenceRoleARN Text

	At sql.Span
}

// LoggingOption is kept for the sake of existing files; Weir logs by itself.
type LoggingOption struct {
	LogStreamARN Text `required:""`
	RoleARN      Text
}

// Tag is kept for the sake of existing files.
type Tag struct {
	Key   Text `required:""`
	Value Text
}
