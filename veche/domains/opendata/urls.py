"""Addresses of open data."""

from django.urls import path

from veche.domains.opendata.views import files, office, reading

app_name = "opendata"
SET = "open-data/<slug:slug>/"
OFFICE_SET = "office/open-data/sets/<slug:slug>/"
VERSION = f"{OFFICE_SET}<int:number>/"
urlpatterns = [
    path("open-data/", reading.list_sets, name="list-sets"),
    path("open-data/catalog.jsonld", files.catalog_jsonld, name="catalog-jsonld"),
    path("open-data/catalog.ttl", files.catalog_turtle, name="catalog-turtle"),
    path("open-data/list.csv", files.list_csv, name="list-csv"),
    path(SET, reading.read_set, name="read-set"),
    path(f"{SET}meta.csv", files.meta_csv, name="meta-csv"),
    path(f"{SET}structure.csv", files.structure_csv, name="structure-csv"),
    path(f"{SET}datapackage.json", files.data_package, name="data-package"),
    path(f"{SET}dataset.jsonld", files.schema_org, name="schema-org"),
    path(f"{SET}dataset.ttl", files.set_turtle, name="set-turtle"),
    path(f"{SET}data.<slug:form>", files.export_set, name="export-set"),
    path(f"{SET}versions/<int:number>.<slug:form>", files.export_version, name="export-version"),
    path("office/open-data/", office.list_own, name="list-own"),
    path("office/open-data/new/", office.upload_set, name="upload-set"),
    path("office/open-data/publisher/", office.name_publisher, name="name-publisher"),
    path(OFFICE_SET, office.read_own, name="read-own"),
    path(f"{OFFICE_SET}passport/", office.change_set, name="change-set"),
    path(f"{OFFICE_SET}new/", office.upload_version, name="upload-version"),
    path(VERSION, office.read_version, name="read-version"),
    path(f"{VERSION}publish/", office.publish_version, name="publish-version"),
    path(f"{VERSION}withdraw/", office.withdraw_version, name="withdraw-version"),
    path(f"{VERSION}drop/", office.drop_version, name="drop-version"),
]
