// Made by `npm run generate-api` from openapi.json. Do not edit.

export interface paths {
    "/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Greet
         * @description Says hello.
         */
        get: operations["greet__get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/meta": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Meta
         * @description Version, accepted types and limits, so that a client need not know them.
         */
        get: operations["meta_meta_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/healthz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Liveness
         * @description The process answers; nothing else is asked.
         */
        get: operations["liveness_healthz_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/readyz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Readiness
         * @description Whether Postgres, RabbitMQ and the object storage can be reached.
         */
        get: operations["readiness_readyz_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Metrics
         * @description Metrics as Prometheus text; without the database those of the queue keep their last values.
         */
        get: operations["metrics_metrics_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/datasets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Datasets
         * @description Datasets, newest first.
         */
        get: operations["list_datasets_datasets_get"];
        put?: never;
        /**
         * Upload Dataset
         * @description Store a CSV or JSON file. The same bytes again give the dataset that is there already, unchanged.
         */
        post: operations["upload_dataset_datasets_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/datasets/{dataset_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read Dataset
         * @description One dataset.
         */
        get: operations["read_dataset_datasets__dataset_id__get"];
        put?: never;
        post?: never;
        /**
         * Delete Dataset
         * @description Delete the dataset with its jobs, its report and its file, unless a job of it is queued, started or retrying.
         */
        delete: operations["delete_dataset_datasets__dataset_id__delete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/datasets/{dataset_id}/process": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Request Processing
         * @description Queue the dataset for processing; poll the returned job for progress. Asking again gives the same job.
         */
        post: operations["request_processing_datasets__dataset_id__process_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/datasets/{dataset_id}/report": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read Report
         * @description The report, as it was stored.
         */
        get: operations["read_report_datasets__dataset_id__report_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/datasets/{dataset_id}/source": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Download Source
         * @description The original file, byte for byte, under its own name.
         */
        get: operations["download_source_datasets__dataset_id__source_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/jobs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Jobs
         * @description Jobs, newest first.
         */
        get: operations["list_jobs_jobs_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/jobs/counts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Count Jobs
         * @description How many jobs are in each state, of all datasets or of one.
         */
        get: operations["count_jobs_jobs_counts_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/jobs/{job_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read Job
         * @description One job; its progress never goes backwards within an attempt.
         */
        get: operations["read_job_jobs__job_id__get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /**
         * Anomalies
         * @description Rows equal to an earlier row, and outliers by field.
         */
        Anomalies: {
            /** Duplicates Count */
            duplicates_count: number;
            /** Outliers */
            outliers: {
                [key: string]: components["schemas"]["Outliers"];
            };
        };
        /** Body_upload_dataset_datasets_post */
        Body_upload_dataset_datasets_post: {
            /** Name */
            name: string;
            /** File */
            file: File;
        };
        /**
         * Checks
         * @description One verdict for each thing the service stands on.
         */
        Checks: {
            /**
             * Postgres
             * @enum {string}
             */
            postgres: "ok" | "failed";
            /**
             * Rabbitmq
             * @enum {string}
             */
            rabbitmq: "ok" | "failed";
            /**
             * Storage
             * @enum {string}
             */
            storage: "ok" | "failed";
        };
        /**
         * ContentType
         * @description Media types that are accepted, without parameters.
         * @enum {string}
         */
        ContentType: "text/csv" | "application/json";
        /**
         * DatasetList
         * @description A page of datasets, newest first.
         */
        DatasetList: {
            /** Datasets */
            datasets: components["schemas"]["DatasetPublic"][];
            /** Next Cursor */
            next_cursor: string | null;
            /** Has More */
            has_more: boolean;
        };
        /**
         * DatasetPublic
         * @description A dataset, how far it has come, and where to look next.
         */
        DatasetPublic: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Name */
            name: string;
            status: components["schemas"]["DatasetStatus"];
            /**
             * Row Count
             * @description Data rows, once the report is there.
             */
            row_count: number | null;
            /** Latest Job Id */
            latest_job_id: string | null;
            /** Report Available */
            report_available: boolean;
            /**
             * Error
             * @description Why processing failed, in words for the dataset's owner.
             */
            error: string | null;
            /**
             * Error Code
             * @description The same cause for machines.
             */
            error_code: string | null;
            /**
             * Error Row
             * @description The data row with the error, from 0 as a report's `row_index`; null if unknown.
             */
            error_row: number | null;
            /**
             * Error Byte Offset
             * @description The byte of the file with the error, from 0; null if unknown.
             */
            error_byte_offset: number | null;
            /** Original Filename */
            original_filename: string;
            /** Content Type */
            content_type: string;
            /** Size Bytes */
            size_bytes: number;
            /**
             * Uploaded At
             * Format: date-time
             */
            uploaded_at: string;
            /** Processed At */
            processed_at: string | null;
        };
        /**
         * DatasetStatus
         * @description Life of a dataset; queueing a job changes nothing, a worker's claim does.
         * @enum {string}
         */
        DatasetStatus: "uploaded" | "processing" | "done" | "failed";
        /**
         * DatasetUploadPublic
         * @description The answer to an upload; the same bytes again give the dataset that is there already.
         */
        DatasetUploadPublic: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Name */
            name: string;
            status: components["schemas"]["DatasetStatus"];
            /**
             * Checksum Sha256
             * @description Hexadecimal SHA-256 of the file.
             */
            checksum_sha256: string;
            /** Size Bytes */
            size_bytes: number;
            /**
             * Uploaded At
             * Format: date-time
             */
            uploaded_at: string;
            /**
             * Already Existed
             * @description Whether these bytes had been uploaded before.
             */
            already_existed: boolean;
        };
        /**
         * ErrorBody
         * @description A sentence, or the list of what is wrong with the request.
         */
        ErrorBody: {
            /**
             * Detail
             * @example Dataset not found.
             */
            detail: string | components["schemas"]["ValidationDetail"][];
        };
        /**
         * Greeting
         * @description The root's answer.
         */
        Greeting: {
            /**
             * Hello
             * @constant
             */
            Hello: "World";
        };
        /**
         * JobCounts
         * @description How many jobs are in each state.
         */
        JobCounts: {
            /** Queued */
            queued: number;
            /** Started */
            started: number;
            /** Retrying */
            retrying: number;
            /** Success */
            success: number;
            /** Failure */
            failure: number;
        };
        /**
         * JobEnqueuePublic
         * @description The job to follow after processing was requested.
         */
        JobEnqueuePublic: {
            /**
             * Job Id
             * Format: uuid
             */
            job_id: string;
            /**
             * Dataset Id
             * Format: uuid
             */
            dataset_id: string;
            state: components["schemas"]["JobState"];
            /**
             * Progress
             * @description 5 started, 25 parsed, 60 statistics, 85 anomalies, 100 done.
             */
            progress: number;
        };
        /**
         * JobList
         * @description A page of jobs, newest first.
         */
        JobList: {
            /** Jobs */
            jobs: components["schemas"]["JobPublic"][];
            /** Next Cursor */
            next_cursor: string | null;
            /** Has More */
            has_more: boolean;
        };
        /**
         * JobPublic
         * @description One request to process a dataset, however many attempts it takes.
         */
        JobPublic: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /**
             * Dataset Id
             * Format: uuid
             */
            dataset_id: string;
            /** Dataset Name */
            dataset_name: string;
            state: components["schemas"]["JobState"];
            /**
             * Progress
             * @description 5 started, 25 parsed, 60 statistics, 85 anomalies, 100 done.
             */
            progress: number;
            /**
             * Error
             * @description The cause of the last failed attempt; null after success.
             */
            error: string | null;
            /**
             * Error Code
             * @description The same cause for machines.
             */
            error_code: string | null;
            /**
             * Error Row
             * @description The data row with the error, from 0 as a report's `row_index`; null if unknown.
             */
            error_row: number | null;
            /**
             * Error Byte Offset
             * @description The byte of the file with the error, from 0; null if unknown.
             */
            error_byte_offset: number | null;
            /**
             * Attempt
             * @description Attempts begun so far.
             */
            attempt: number;
            /**
             * Rows Done
             * @description Rows read by the present attempt; null before the first.
             */
            rows_done: number | null;
            /**
             * Bytes Done
             * @description Bytes of the file read by the present attempt; null before the first.
             */
            bytes_done: number | null;
            /**
             * Queued At
             * Format: date-time
             */
            queued_at: string;
            /** Started At */
            started_at: string | null;
            /** Finished At */
            finished_at: string | null;
        };
        /**
         * JobState
         * @description Life of a job; the last two are final.
         * @enum {string}
         */
        JobState: "queued" | "started" | "retrying" | "success" | "failure";
        /**
         * Limits
         * @description How large an upload may be, and what processing accepts of it.
         */
        Limits: {
            /** Max Upload Bytes */
            max_upload_bytes: number;
            /** Max Rows */
            max_rows: number;
            /** Max Fields */
            max_fields: number;
            /** Max Field Bytes */
            max_field_bytes: number;
            /** Max Nesting Depth */
            max_nesting_depth: number;
        };
        /**
         * Liveness
         * @description The process answers.
         */
        Liveness: {
            /**
             * Status
             * @constant
             */
            status: "ok";
        };
        /**
         * Meta
         * @description Version of the service, types of files it takes, and its limits.
         */
        Meta: {
            /** Version */
            version: string;
            /** Accepted Types */
            accepted_types: components["schemas"]["ContentType"][];
            limits: components["schemas"]["Limits"];
        };
        /**
         * NumericSummary
         * @description Over the finite numbers of a numeric field.
         */
        NumericSummary: {
            /** Min */
            min: number;
            /** Max */
            max: number;
            /** Mean */
            mean: number;
        };
        /**
         * OutlierExample
         * @description `row_index` counts data rows from 0.
         */
        OutlierExample: {
            /** Row Index */
            row_index: number;
            /** Value */
            value: number;
        };
        /**
         * Outliers
         * @description Values outside [Q1 - 1.5 IQR, Q3 + 1.5 IQR], the first five in file order.
         */
        Outliers: {
            /** Count */
            count: number;
            /** Examples */
            examples: components["schemas"]["OutlierExample"][];
        };
        /**
         * Readiness
         * @description Everything can be reached.
         */
        Readiness: {
            checks: components["schemas"]["Checks"];
        };
        /**
         * ReportPublic
         * @description The report of a dataset; further fields are described in docs/report.md.
         */
        ReportPublic: {
            /**
             * Dataset Id
             * Format: uuid
             */
            dataset_id: string;
            /**
             * Generated At
             * Format: date-time
             */
            generated_at: string;
            /** Row Count */
            row_count: number;
            /** Null Counts */
            null_counts: {
                [key: string]: number;
            };
            /** Numeric */
            numeric: {
                [key: string]: components["schemas"]["NumericSummary"];
            };
            anomalies: components["schemas"]["Anomalies"];
        } & {
            [key: string]: unknown;
        };
        /**
         * Unreadiness
         * @description Something cannot be reached.
         */
        Unreadiness: {
            checks: components["schemas"]["Checks"];
            /** Detail */
            detail: string;
        };
        /**
         * ValidationDetail
         * @description One violated rule and where it was violated.
         */
        ValidationDetail: {
            /** Loc */
            loc: (string | number)[];
            /** Msg */
            msg: string;
            /** Type */
            type: string;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    greet__get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Greeting"];
                };
            };
            /** @description An unexpected error; the request id finds it in the logs. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    meta_meta_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Meta"];
                };
            };
            /** @description An unexpected error; the request id finds it in the logs. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    liveness_healthz_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Liveness"];
                };
            };
            /** @description An unexpected error; the request id finds it in the logs. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    readiness_readyz_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Readiness"];
                };
            };
            /** @description An unexpected error; the request id finds it in the logs. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Something cannot be reached. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Unreadiness"];
                };
            };
        };
    };
    metrics_metrics_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": unknown;
                };
            };
            /** @description An unexpected error; the request id finds it in the logs. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    list_datasets_datasets_get: {
        parameters: {
            query?: {
                /** @description Rows per page. */
                limit?: number;
                /** @description `next_cursor` of the page before. */
                cursor?: string | null;
                status?: components["schemas"]["DatasetStatus"] | null;
                uploaded_before?: string | null;
                uploaded_after?: string | null;
                name_contains?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DatasetList"];
                };
            };
            /** @description The request is malformed. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description An unexpected error; the request id finds it in the logs. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description The database, the queue or the object storage cannot be reached; try again later. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    upload_dataset_datasets_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "multipart/form-data": components["schemas"]["Body_upload_dataset_datasets_post"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DatasetUploadPublic"];
                };
            };
            /** @description The upload is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description The type of the upload is not supported. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description The request is malformed. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description An unexpected error; the request id finds it in the logs. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description The database, the queue or the object storage cannot be reached; try again later. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    read_dataset_datasets__dataset_id__get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                dataset_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DatasetPublic"];
                };
            };
            /** @description The dataset, job or report does not exist. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description The request is malformed. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description An unexpected error; the request id finds it in the logs. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description The database, the queue or the object storage cannot be reached; try again later. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    delete_dataset_datasets__dataset_id__delete: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                dataset_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The dataset, job or report does not exist. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description The dataset has a job that has not ended. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description The request is malformed. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description An unexpected error; the request id finds it in the logs. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description The database, the queue or the object storage cannot be reached; try again later. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    request_processing_datasets__dataset_id__process_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                dataset_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JobEnqueuePublic"];
                };
            };
            /** @description The dataset, job or report does not exist. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description The request is malformed. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description An unexpected error; the request id finds it in the logs. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description The database, the queue or the object storage cannot be reached; try again later. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    read_report_datasets__dataset_id__report_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                dataset_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReportPublic"];
                };
            };
            /** @description The dataset, job or report does not exist. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description The request is malformed. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description An unexpected error; the request id finds it in the logs. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description The database, the queue or the object storage cannot be reached; try again later. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    download_source_datasets__dataset_id__source_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                dataset_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The file, as it was uploaded. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                    "application/json": string;
                };
            };
            /** @description The dataset, job or report does not exist. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description The request is malformed. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description An unexpected error; the request id finds it in the logs. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description The database, the queue or the object storage cannot be reached; try again later. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    list_jobs_jobs_get: {
        parameters: {
            query?: {
                /** @description Rows per page. */
                limit?: number;
                /** @description `next_cursor` of the page before. */
                cursor?: string | null;
                state?: components["schemas"]["JobState"] | null;
                dataset_id?: string | null;
                queued_before?: string | null;
                queued_after?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JobList"];
                };
            };
            /** @description The request is malformed. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description An unexpected error; the request id finds it in the logs. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description The database, the queue or the object storage cannot be reached; try again later. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    count_jobs_jobs_counts_get: {
        parameters: {
            query?: {
                dataset_id?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JobCounts"];
                };
            };
            /** @description The request is malformed. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description An unexpected error; the request id finds it in the logs. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description The database, the queue or the object storage cannot be reached; try again later. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    read_job_jobs__job_id__get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                job_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JobPublic"];
                };
            };
            /** @description The dataset, job or report does not exist. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description The request is malformed. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description An unexpected error; the request id finds it in the logs. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description The database, the queue or the object storage cannot be reached; try again later. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
}
